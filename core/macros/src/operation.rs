use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{
    Attribute, Error, Expr, ExprLit, FnArg, GenericArgument, Ident, ItemFn, Lit, LitInt, LitStr,
    PathArguments, Result, ReturnType, Token, Type, bracketed,
    parse::{Parse, ParseStream},
    punctuated::Punctuated,
    spanned::Spanned,
};

/// What stands between the parentheses of `#[operation(…)]`.
pub struct Options {
    method: Ident,
    path: LitStr,
    allow: LitStr,
    status: Option<LitInt>,
    reads: Vec<Ident>,
    changes: Vec<Ident>,
    errors: Vec<Ident>,
    tool: Option<Ident>,
    session: Option<Ident>,
    lasts: Option<LitInt>,
}

impl Parse for Options {
    fn parse(input: ParseStream) -> Result<Self> {
        let method: Ident = input.parse()?;
        if !["GET", "POST", "PUT", "PATCH", "DELETE"].contains(&method.to_string().as_str()) {
            return Err(Error::new(
                method.span(),
                "expected GET, POST, PUT, PATCH or DELETE",
            ));
        }
        let path: LitStr = input.parse()?;
        if !path.value().starts_with("/v1/") {
            return Err(Error::new(path.span(), "a path starts with /v1/"));
        }
        let mut allow = None;
        let mut options = Self {
            method,
            allow: path.clone(),
            path,
            status: None,
            reads: vec![],
            changes: vec![],
            errors: vec![],
            tool: None,
            session: None,
            lasts: None,
        };
        while input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            let key: Ident = input.parse()?;
            input.parse::<Token![=]>()?;
            match key.to_string().as_str() {
                "allow" => allow = Some(input.parse()?),
                "status" => options.status = Some(input.parse()?),
                "tool" => options.tool = Some(input.parse()?),
                "session" => options.session = Some(input.parse()?),
                "lasts" => options.lasts = Some(input.parse()?),
                "reads" => options.reads = list(input)?,
                "changes" => options.changes = list(input)?,
                "errors" => options.errors = list(input)?,
                _ => {
                    return Err(Error::new(
                        key.span(),
                        "expected allow, status, reads, changes, errors, tool, session or lasts",
                    ));
                }
            }
        }
        options.allow = allow.ok_or_else(|| {
            Error::new(
                options.path.span(),
                "an operation names who may call it: `allow = \"patient:read\"`",
            )
        })?;
        Ok(options)
    }
}

fn list(input: ParseStream) -> Result<Vec<Ident>> {
    let inner;
    bracketed!(inner in input);
    Ok(Punctuated::<Ident, Token![,]>::parse_terminated(&inner)?
        .into_iter()
        .collect())
}

pub fn expand(options: &Options, function: &ItemFn) -> Result<TokenStream> {
    let signature = &function.sig;
    if signature.asyncness.is_none() {
        return Err(Error::new(
            signature.fn_token.span,
            "an operation is an `async fn`",
        ));
    }
    let (ctx, input, item) = parameters(function)?;
    let ReturnType::Type(_, answer) = &signature.output else {
        return Err(Error::new(
            signature.span(),
            "an operation returns `Result<Output, Failure>`",
        ));
    };
    let output = first_generic(answer)?;
    let doc = doc_text(&function.attrs);
    if doc.is_empty() {
        return Err(Error::new(
            signature.ident.span(),
            "an operation needs a doc comment: it is the documentation in every shell",
        ));
    }

    let (name, vis) = (&signature.ident, &function.vis);
    let id = name.to_string();
    let check = format_ident!("__placeholders_of_{}", name);
    let placeholders = placeholders(&options.path);
    let item_type = item.map_or(quote!(()), |t| quote!(#t));
    let streams = item.is_some();
    let call = if streams {
        quote!(#name(ctx, input, out))
    } else {
        quote!({ let _ = out; #name(ctx, input) })
    };
    let tool = optional(options.tool.as_ref(), &quote!(::praxis_kernel::Tool));
    let session = optional(
        options.session.as_ref(),
        &quote!(::praxis_kernel::SessionEffect),
    );
    let lasts = match &options.lasts {
        Some(seconds) => quote!(Some(#seconds)),
        None => quote!(None),
    };
    let status = options
        .status
        .as_ref()
        .map_or(quote!(200), |status| quote!(#status));
    let Options {
        method,
        path,
        allow,
        reads,
        changes,
        errors,
        ..
    } = options;
    Ok(quote! {
        #function

        #[allow(non_camel_case_types)]
        #[doc(hidden)]
        #vis enum #name {}

        impl ::praxis_kernel::Operation for #name {
            const META: ::praxis_kernel::Meta = ::praxis_kernel::Meta {
                id: #id,
                method: ::praxis_kernel::Method::#method,
                path: #path,
                allow: #allow,
                doc: #doc,
                status: #status,
                streams: #streams,
                reads: &[#(::praxis_kernel::Tag::#reads),*],
                changes: &[#(::praxis_kernel::Tag::#changes),*],
                errors: &[#(::praxis_kernel::FailureType::#errors),*],
                tool: #tool,
                session: #session,
                lasts: #lasts,
            };
            type Ctx = #ctx;
            type Input = #input;
            type Output = #output;
            type Item = #item_type;
            fn call(
                ctx: &Self::Ctx,
                input: Self::Input,
                out: ::praxis_kernel::Emit<Self::Item>,
            ) -> impl ::core::future::Future<Output = ::core::result::Result<Self::Output, ::praxis_kernel::Failure>> + Send {
                #call
            }
        }

        #[allow(dead_code, non_snake_case)]
        fn #check(input: &#input) { #( let _ = &input.#placeholders; )* }
    })
}

fn optional(word: Option<&Ident>, path: &TokenStream) -> TokenStream {
    word.map_or(quote!(None), |word| quote!(Some(#path::#word)))
}

fn parameters(function: &ItemFn) -> Result<(&Type, &Type, Option<&Type>)> {
    let types: Vec<&Type> = function
        .sig
        .inputs
        .iter()
        .map(|argument| match argument {
            FnArg::Typed(typed) => Ok(&*typed.ty),
            FnArg::Receiver(receiver) => Err(Error::new(
                receiver.span(),
                "an operation is a free function",
            )),
        })
        .collect::<Result<_>>()?;
    let (ctx, input, item) = match types[..] {
        [ctx, input] => (ctx, input, None),
        [ctx, input, out] => (ctx, input, Some(first_generic(out)?)),
        _ => {
            return Err(Error::new(
                function.sig.inputs.span(),
                "expected (ctx: &Ctx, input: Input) or (ctx: &Ctx, input: Input, out: Emit<Item>)",
            ));
        }
    };
    let Type::Reference(ctx) = ctx else {
        return Err(Error::new(ctx.span(), "the first parameter is `&Ctx`"));
    };
    Ok((&ctx.elem, input, item))
}

/// `{patient_id}` must be a field of the input: a misspelt one is a compile error at the path.
fn placeholders(path: &LitStr) -> Vec<Ident> {
    path.value()
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| Ident::new(name, path.span()))
        .collect()
}

/// `Result<T, _>` → `T`, `Emit<T>` → `T`.
fn first_generic(ty: &Type) -> Result<&Type> {
    if let Type::Path(path) = ty
        && let Some(segment) = path.path.segments.last()
        && let PathArguments::AngleBracketed(arguments) = &segment.arguments
        && let Some(GenericArgument::Type(inner)) = arguments.args.first()
    {
        return Ok(inner);
    }
    Err(Error::new(
        ty.span(),
        "expected a generic type, such as Result<T, Failure> or Emit<T>",
    ))
}

fn doc_text(attributes: &[Attribute]) -> String {
    let lines: Vec<String> = attributes
        .iter()
        .filter_map(|attribute| match &attribute.meta {
            syn::Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
                Expr::Lit(ExprLit {
                    lit: Lit::Str(text),
                    ..
                }) => Some(text.value().trim().to_owned()),
                _ => None,
            },
            _ => None,
        })
        .collect();
    lines.join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(options: &str, function: &str) -> String {
        let expanded = syn::parse_str::<Options>(options)
            .and_then(|options| expand(&options, &syn::parse_str(function)?));
        match expanded {
            Ok(tokens) => tokens.to_string(),
            Err(error) => error.to_string(),
        }
    }

    const GOOD: &str = "/// Reads.\npub async fn get_it(ctx: &Ctx, input: Input) -> Result<Output, Failure> { todo }";

    #[test]
    fn iam_12_an_operation_without_a_permission_does_not_compile() {
        let refused = outcome("GET \"/v1/it\"", GOOD);
        assert!(refused.contains("names who may call it"), "{refused}");
        let fine = outcome("GET \"/v1/it\", allow = \"it:read\"", GOOD);
        assert!(fine.contains("allow : \"it:read\""), "{fine}");
    }

    #[test]
    fn dev_2_an_operation_has_documentation_and_the_usual_form() {
        let attribute = "GET \"/v1/it/{it_id}\", allow = \"it:read\"";
        for (function, complaint) in [
            (
                "pub async fn f(ctx: &Ctx, input: Input) -> Result<O, Failure> {}",
                "needs a doc comment",
            ),
            (
                "/// D.\npub fn f(ctx: &Ctx, input: Input) -> Result<O, Failure> {}",
                "is an `async fn`",
            ),
            (
                "/// D.\npub async fn f(ctx: &Ctx) -> Result<O, Failure> {}",
                "expected (ctx: &Ctx, input: Input)",
            ),
        ] {
            let refused = outcome(attribute, function);
            assert!(refused.contains(complaint), "{refused}");
        }
        let checked = outcome(attribute, GOOD);
        assert!(checked.contains("input . it_id"), "placeholders are fields");
    }
}
