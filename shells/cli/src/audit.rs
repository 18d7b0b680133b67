use crate::{Place, local};
use clap::Subcommand;
use praxis_features::audit::log::verify;
use praxis_kernel::Emit;

/// What to do with the audit log.
#[derive(Subcommand)]
pub enum Audit {
    /// Checks that every row is where and as it was written
    Verify {
        #[command(flatten)]
        place: Place,
    },
}

impl Audit {
    pub async fn run(self) -> anyhow::Result<()> {
        let Self::Verify { place } = self;
        let runtime = local::open_trusted(&place).await?;
        let mut actor = local::nobody(&runtime, "verify_audit");
        let services = runtime.services();
        let clinics = {
            let mut work = services.store.read(&actor).await.map_err(local::plain)?;
            work.access().organizations().await.map_err(local::plain)?
        };
        let mut broken = false;
        for clinic in clinics {
            actor.organization = Some(clinic);
            // Nobody watches how far it is.
            let out = Emit::channel(1).0;
            let check = verify(
                services.store.as_ref(),
                services.anchors.as_ref(),
                &actor,
                &out,
            );
            let verdict = check.await.map_err(local::plain)?;
            match verdict.problem {
                None => println!("{clinic}: {} rows, intact", verdict.checked),
                Some(problem) => {
                    broken = true;
                    println!(
                        "{clinic}: {} after {} good rows: row {} of chain {}",
                        problem.kind.word(),
                        verdict.checked,
                        problem.sequence,
                        problem.chain
                    );
                }
            }
        }
        runtime.stop().await;
        anyhow::ensure!(!broken, "the audit log is not as it was written");
        Ok(())
    }
}
