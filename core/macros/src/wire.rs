use proc_macro2::TokenStream;
use quote::quote;
use syn::{
    Data, DeriveInput, Error, Fields, Ident,
    parse::{Parse, ParseStream},
};

/// What stands between the parentheses of `#[wire(…)]`.
pub struct Options {
    input: bool,
}

impl Parse for Options {
    fn parse(stream: ParseStream) -> syn::Result<Self> {
        if stream.is_empty() {
            return Ok(Self { input: false });
        }
        let word: Ident = stream.parse()?;
        if word != "input" {
            return Err(Error::new(word.span(), "expected `input` or nothing"));
        }
        Ok(Self { input: true })
    }
}

pub fn expand(options: &Options, item: &DeriveInput) -> TokenStream {
    let deny = options.input.then(|| quote!(#[serde(deny_unknown_fields)]));
    // Enums without data are plain words on the wire, in the case that every other name there has.
    let words = match &item.data {
        Data::Enum(data)
            if data
                .variants
                .iter()
                .all(|variant| matches!(variant.fields, Fields::Unit)) =>
        {
            let case = (!names_its_case(item)).then(|| quote!(#[serde(rename_all = "snake_case")]));
            Some(quote! {
                #[derive(Copy, Eq, Hash, PartialOrd, Ord)]
                #case
            })
        }
        _ => None,
    };
    quote! {
        #[derive(Debug, Clone, PartialEq, ::serde::Serialize, ::serde::Deserialize, ::specta::Type, ::schemars::JsonSchema)]
        #words
        #deny
        #item
    }
}

fn names_its_case(item: &DeriveInput) -> bool {
    item.attrs.iter().any(|attribute| {
        attribute.path().is_ident("serde") && quote!(#attribute).to_string().contains("rename_all")
    })
}
