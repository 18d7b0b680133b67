//! Lists of models.

use crate::support::{KEY, endpoint};
use praxis_domain::models::ports::{LanguageModels, ModelProblem};
use praxis_model_testkit::{Fault, Server, Wire};
use praxis_models::Models;
use std::time::{Duration, Instant};

#[tokio::test]
async fn aia_6_models_are_listed_in_the_order_of_the_provider() {
    for wire in Wire::ALL {
        let server = Server::start([]).await;
        server.demand_key(KEY);
        server.set_models(&["zeta", "alpha:8b", "org/mid"]);
        let names = Models.models(&endpoint(&server, wire)).await.unwrap();
        assert_eq!(names, ["zeta", "alpha:8b", "org/mid"], "{wire:?}");
    }
}

#[tokio::test]
async fn aia_6_a_list_fails_as_a_question_does() {
    for wire in Wire::ALL {
        for (fault, problem) in [
            (Fault::Status(401), ModelProblem::KeyRefused),
            (Fault::Status(404), ModelProblem::UnknownModel),
            (Fault::Status(503), ModelProblem::Busy),
            (Fault::Redirect(302), ModelProblem::UnknownModel),
            (Fault::Html(200), ModelProblem::Unreadable),
        ] {
            let server = Server::start([]).await;
            server.fail_lists(fault);
            let list = Models.models(&endpoint(&server, wire)).await;
            assert_eq!(list.unwrap_err().problem, problem, "{fault:?} on {wire:?}");
            assert_eq!(server.strayed(), 0);
        }
    }
}

#[tokio::test]
async fn aia_8_a_list_that_hangs_is_given_up() {
    let server = Server::start([]).await;
    server.fail_lists(Fault::HangsBeforeHeaders);
    let begun = Instant::now();
    let list = Models.models(&endpoint(&server, Wire::Ollama)).await;
    assert_eq!(list.unwrap_err().problem, ModelProblem::Late);
    let took = begun.elapsed();
    assert!(took < Duration::from_millis(5_500), "{took:?}");
}
