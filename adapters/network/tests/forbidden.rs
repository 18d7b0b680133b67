//! The switch for the whole process; alone in its process.

use praxis_domain::models::ports::Reach::Anywhere;
use praxis_network::{Refused, check, client, forbid_outside};

#[tokio::test]
async fn aic_7_once_forbidden_nothing_goes_outside() {
    let far = "https://models.example";
    assert!(check(far, Anywhere).is_ok());
    client(Anywhere).unwrap();
    forbid_outside();
    assert_eq!(check(far, Anywhere), Err(Refused::Beyond));
    assert!(check("http://localhost:1", Anywhere).is_ok());
    let problem = client(Anywhere).unwrap().get(far).send().await.unwrap_err();
    assert!(format!("{problem:?}").contains("beyond this machine"));
}
