use crate::{Place, local};
use clap::Args;
use praxis_features::access::setup::{InitializeSetup, initialize_setup};
use praxis_kernel::Emit;
use praxis_runtime::{Request, reference};
use std::io::Read;
use tokio_util::sync::CancellationToken;

/// Options of `praxis setup`.
#[derive(Args)]
pub struct Setup {
    #[command(flatten)]
    place: Place,
    /// The clinic's name
    #[arg(long)]
    organization: String,
    /// The admin's name, as it signs notes
    #[arg(long)]
    name: String,
    /// What the admin types to sign in
    #[arg(long)]
    login: String,
    /// Loads the demo clinic as well
    #[arg(long)]
    demo: bool,
}

impl Setup {
    pub async fn run(self) -> anyhow::Result<()> {
        let mut password = String::new();
        std::io::stdin().read_to_string(&mut password)?;
        let runtime = local::open_trusted(&self.place).await?;
        let request = Request {
            token: None,
            origin: local::ORIGIN.to_owned(),
            reference: reference(&runtime),
            unattended: false,
            cancel: CancellationToken::new(),
        };
        let input = InitializeSetup {
            code: None,
            organization_name: self.organization,
            display_name: self.name,
            login: self.login,
            // A line end belongs to the shell, not to the password.
            password: password.trim_end_matches(['\r', '\n']).to_owned(),
            demo: self.demo,
        };
        let outcome = runtime
            .invoke::<initialize_setup>(request, input, Emit::channel(1).0)
            .await;
        runtime.stop().await;
        let made = outcome.map_err(local::said)?;
        println!(
            "{} is set up; {} can sign in.",
            made.me.organization.name, made.me.user.login
        );
        if self.demo {
            println!("The demo clinic is loaded when the server starts.");
        }
        Ok(())
    }
}
