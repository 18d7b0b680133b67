use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;
use syn::{
    Attribute, Error, Ident, Result, Token,
    parse::{Parse, ParseStream},
};

/// One line: `Finalize: Draft | InProgress => Finalized;`.
struct Transition {
    event: Ident,
    from: Vec<Ident>,
    to: Ident,
}

/// The whole text of `states! { … }`.
pub struct Machine {
    docs: Vec<Attribute>,
    name: Ident,
    status: Ident,
    event: Ident,
    initial: Ident,
    transitions: Vec<Transition>,
}

impl Parse for Machine {
    fn parse(input: ParseStream) -> Result<Self> {
        let docs = input.call(Attribute::parse_outer)?;
        word(input, "machine")?;
        let name = input.parse()?;
        input.parse::<Token![:]>()?;
        let status = input.parse()?;
        input.parse::<Token![,]>()?;
        let event = input.parse()?;
        input.parse::<Token![;]>()?;
        word(input, "initial")?;
        let initial = input.parse()?;
        input.parse::<Token![;]>()?;
        let mut transitions = vec![];
        while !input.is_empty() {
            let event = input.parse()?;
            input.parse::<Token![:]>()?;
            let mut from = vec![input.parse()?];
            while input.parse::<Option<Token![|]>>()?.is_some() {
                from.push(input.parse()?);
            }
            input.parse::<Token![=>]>()?;
            let to = input.parse()?;
            input.parse::<Token![;]>()?;
            transitions.push(Transition { event, from, to });
        }
        Ok(Self {
            docs,
            name,
            status,
            event,
            initial,
            transitions,
        })
    }
}

fn word(input: ParseStream, expected: &str) -> Result<()> {
    let found: Ident = input.parse()?;
    if found == expected {
        return Ok(());
    }
    Err(Error::new(found.span(), format!("expected `{expected}`")))
}

pub fn expand(machine: &Machine) -> Result<TokenStream> {
    let states = states_in_order(machine)?;
    let events = distinct(machine.transitions.iter().map(|t| &t.event));
    check_unambiguous(machine)?;
    let Machine {
        docs,
        name,
        status,
        event,
        initial,
        transitions,
    } = machine;
    let rows: Vec<TokenStream> = transitions
        .iter()
        .flat_map(|t| {
            let (on, to) = (&t.event, &t.to);
            t.from
                .iter()
                .map(move |from| quote!((#status::#from, #event::#on, #status::#to)))
        })
        .collect();
    let state_words: Vec<String> = states.iter().map(|s| snake(s)).collect();
    let event_words: Vec<String> = events.iter().map(|e| snake(e)).collect();
    let picture = picture(machine);
    let machine_word = snake(name);
    let (status_doc, event_doc) = (
        format!("States of the {machine_word} machine.\n\n```text\n{picture}```"),
        format!("Events of the {machine_word} machine."),
    );
    Ok(quote! {
        #(#docs)*
        #[doc = #status_doc]
        #[::praxis_kernel::wire]
        pub enum #status { #(#[doc = #state_words] #states),* }

        #[doc = #event_doc]
        #[::praxis_kernel::wire]
        pub enum #event { #(#[doc = #event_words] #events),* }

        impl ::praxis_kernel::Machine for #status {
            type Event = #event;
            const NAME: &'static str = #machine_word;
            const INITIAL: Self = #status::#initial;
            const STATES: &'static [Self] = &[#(#status::#states),*];
            const EVENTS: &'static [#event] = &[#(#event::#events),*];
            const TABLE: &'static [(Self, #event, Self)] = &[#(#rows),*];
            const PICTURE: &'static str = #picture;
            fn word(self) -> &'static str {
                match self { #(#status::#states => #state_words),* }
            }
            fn event_word(event: #event) -> &'static str {
                match event { #(#event::#events => #event_words),* }
            }
        }
    })
}

/// The initial state first; every other state must be reached from it.
fn states_in_order(machine: &Machine) -> Result<Vec<&Ident>> {
    let mut reached = vec![&machine.initial];
    let mut index = 0;
    while index < reached.len() {
        for transition in &machine.transitions {
            if transition.from.contains(reached[index]) && !reached.contains(&&transition.to) {
                reached.push(&transition.to);
            }
        }
        index += 1;
    }
    for transition in &machine.transitions {
        for from in &transition.from {
            if !reached.contains(&from) {
                return Err(Error::new(
                    from.span(),
                    format!(
                        "state `{from}` cannot be reached from `{}`",
                        machine.initial
                    ),
                ));
            }
        }
    }
    if reached.len() == 1 {
        return Err(Error::new(
            machine.initial.span(),
            format!("nothing leaves the initial state `{}`", machine.initial),
        ));
    }
    Ok(reached)
}

fn check_unambiguous(machine: &Machine) -> Result<()> {
    let mut seen = BTreeSet::new();
    for transition in &machine.transitions {
        for from in &transition.from {
            if !seen.insert((from.to_string(), transition.event.to_string())) {
                return Err(Error::new(
                    transition.event.span(),
                    format!("`{}` in `{from}` leads to two states", transition.event),
                ));
            }
        }
    }
    Ok(())
}

fn distinct<'a>(idents: impl Iterator<Item = &'a Ident>) -> Vec<&'a Ident> {
    let mut found: Vec<&Ident> = vec![];
    for ident in idents {
        if !found.contains(&ident) {
            found.push(ident);
        }
    }
    found
}

fn picture(machine: &Machine) -> String {
    let mut text = format!("[*] --> {}\n", snake(&machine.initial));
    for transition in &machine.transitions {
        for from in &transition.from {
            text += &format!(
                "{} --> {}: {}\n",
                snake(from),
                snake(&transition.to),
                snake(&transition.event)
            );
        }
    }
    text
}

fn snake(ident: &Ident) -> String {
    let mut text = String::new();
    for (index, letter) in ident.to_string().chars().enumerate() {
        if letter.is_uppercase() && index > 0 {
            text.push('_');
        }
        text.extend(letter.to_lowercase());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(text: &str) -> String {
        match syn::parse_str::<Machine>(text).and_then(|machine| expand(&machine)) {
            Ok(_) => "compiles".to_owned(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn wfl_1_an_impossible_machine_does_not_compile() {
        let cases = [
            ("machine M: S, E; initial A; Go: A => B;", "compiles"),
            (
                "machine M: S, E; initial A; Go: B => C;",
                "state `B` cannot be reached from `A`",
            ),
            (
                "machine M: S, E; initial A; Go: A => B; Back: C => A;",
                "state `C` cannot be reached from `A`",
            ),
            (
                "machine M: S, E; initial A; Go: A => B; Go: A => C;",
                "`Go` in `A` leads to two states",
            ),
            (
                "machine M: S, E; initial A;",
                "nothing leaves the initial state `A`",
            ),
            ("machine M: S, E; Go: A => B;", "expected `initial`"),
        ];
        for (text, expected) in cases {
            assert_eq!(outcome(text), expected, "{text}");
        }
    }
}
