use praxis_domain::access::{
    model::{Language, Preferences, Role, SessionId, Theme, UserId},
    ports::{NewSession, RefreshFound},
};
use praxis_kernel::FailureType;
use praxis_suite::{Kind, Kit, Place, at, user};
use uuid::Uuid;

fn hash(n: u8) -> Vec<u8> {
    vec![n; 32]
}

async fn open_session(kit: &Kit, user: UserId, token: u8, refresh: u8) -> SessionId {
    let session_id = SessionId::new(Uuid::now_v7());
    let session = NewSession {
        session_id,
        user_id: user,
        token_hash: hash(token),
        refresh_hash: hash(refresh),
        expires_at: at(3600),
    };
    kit.change(&kit.us(), async |work| {
        work.access().insert_session(&session).await
    })
    .await
    .unwrap();
    session_id
}

async fn lives(kit: &Kit, token: u8) -> bool {
    let mut work = kit.read(&kit.nobody()).await;
    work.access().session(&hash(token)).await.unwrap().is_some()
}

pub async fn iam_1_there_is_no_clinic_before_the_first(kit: Kit) {
    let mut work = kit.read(&kit.nobody()).await;
    assert!(work.access().is_set_up().await.unwrap());
    assert_eq!(
        work.access().organizations().await.unwrap(),
        [kit.ours.0, kit.theirs.0]
    );
    if kit.place.kind() == Kind::Sqlite {
        let place = Place::fresh(Kind::Sqlite).await.unwrap();
        let store = place.open().await;
        let mut work = store.read(&kit.nobody()).await.unwrap();
        assert!(!work.access().is_set_up().await.unwrap());
    }
}

pub async fn iam_2_logins_are_found_whatever_their_case(kit: Kit) {
    let lucja = user("Łucja.Nowak", vec![Role::Viewer, Role::Auditor]);
    kit.change(&kit.us(), async |work| {
        work.access().insert_user(&lucja, "hash").await
    })
    .await
    .unwrap();
    let mut work = kit.read(&kit.nobody()).await;
    for login in ["Łucja.Nowak", "łucja.nowak", "LUCJA.NOWAK"] {
        let known = work.access().credentials(login).await.unwrap().unwrap();
        assert_eq!(
            (known.user, known.password_hash.as_str()),
            (lucja.clone(), "hash")
        );
        assert_eq!(known.organization.organization_id, kit.ours.0);
    }
    assert!(work.access().credentials("lucja").await.unwrap().is_none());
    drop(work);
    kit.change(&kit.us(), async |work| {
        work.access()
            .update_password(lucja.user_id, "stronger")
            .await
    })
    .await
    .unwrap();
    let mut work = kit.read(&kit.us()).await;
    let stored = work.access().password_hash(lucja.user_id).await.unwrap();
    assert_eq!(stored.as_deref(), Some("stronger"));
}

pub async fn iam_2_a_login_is_taken_in_the_whole_installation(kit: Kit) {
    let outcome = kit
        .change(&kit.them(), async |work| {
            let second = user("DOCTOR.OURS", vec![Role::Viewer]);
            work.access().insert_user(&second, "hash").await
        })
        .await;
    assert_eq!(outcome.unwrap_err().r#type(), FailureType::Conflict);
    let mut work = kit.read(&kit.them()).await;
    assert_eq!(work.access().users().await.unwrap().len(), 1);
}

pub async fn iam_10_a_deactivated_user_has_no_session(kit: Kit) {
    open_session(&kit, kit.ours.1, 1, 2).await;
    assert!(lives(&kit, 1).await);
    let mut work = kit.write(&kit.us()).await;
    let mut me = work.access().user(kit.ours.1).await.unwrap().unwrap();
    me.active = false;
    let changed = work.access().update_user(&me).await.unwrap().unwrap();
    assert_eq!((changed.active, changed.version), (false, 2));
    work.commit().await.unwrap();
    assert!(!lives(&kit, 1).await, "although nobody ended it");
    let mut work = kit.read(&kit.nobody()).await;
    let refresh = work.access().refresh_token(&hash(2)).await.unwrap();
    assert!(matches!(refresh, RefreshFound::Unknown));
}

pub async fn iam_10_an_older_version_of_a_user_changes_nothing(kit: Kit) {
    let mut work = kit.write(&kit.us()).await;
    let mut me = work.access().user(kit.ours.1).await.unwrap().unwrap();
    me.version = 7;
    me.roles = vec![Role::Admin];
    assert!(work.access().update_user(&me).await.unwrap().is_none());
    work.commit().await.unwrap();
    let mut work = kit.read(&kit.us()).await;
    let stored = work.access().user(kit.ours.1).await.unwrap().unwrap();
    assert_eq!((stored.roles, stored.version), (vec![Role::Clinician], 1));
}

pub async fn iam_2_an_ended_session_is_gone(kit: Kit) {
    let first = open_session(&kit, kit.ours.1, 1, 2).await;
    open_session(&kit, kit.ours.1, 3, 4).await;
    open_session(&kit, kit.theirs.1, 5, 6).await;
    let mut later = kit.us();
    later.now = at(90);
    kit.change(&later, async |work| {
        work.access().touch_session(first).await
    })
    .await
    .unwrap();
    let mut work = kit.read(&kit.nobody()).await;
    let seen = work.access().session(&hash(1)).await.unwrap().unwrap();
    assert_eq!(
        (seen.seen_at, seen.authenticated_at, seen.expires_at),
        (at(90), at(0), at(3600))
    );
    drop(work);
    kit.change(&kit.us(), async |work| {
        work.access().end_session(first).await
    })
    .await
    .unwrap();
    assert_eq!([lives(&kit, 1).await, lives(&kit, 3).await], [false, true]);
    kit.change(&kit.us(), async |work| {
        work.access().end_sessions_of(kit.ours.1).await
    })
    .await
    .unwrap();
    assert_eq!([lives(&kit, 3).await, lives(&kit, 5).await], [false, true]);
}

pub async fn iam_4_refresh_tokens_rotate_and_are_remembered(kit: Kit) {
    let session = open_session(&kit, kit.ours.1, 1, 2).await;
    kit.change(&kit.us(), async |work| {
        work.access()
            .rotate_session(session, &hash(3), &hash(4))
            .await
    })
    .await
    .unwrap();
    assert_eq!([lives(&kit, 1).await, lives(&kit, 3).await], [false, true]);
    let mut work = kit.read(&kit.nobody()).await;
    let spent = work.access().refresh_token(&hash(2)).await.unwrap();
    assert!(matches!(spent, RefreshFound::Spent(of) if of == session));
    let current = work.access().refresh_token(&hash(4)).await.unwrap();
    assert!(matches!(current, RefreshFound::Current(of) if of.session_id == session));
    let unknown = work.access().refresh_token(&hash(9)).await.unwrap();
    assert!(matches!(unknown, RefreshFound::Unknown));
}

pub async fn iam_9_attempts_count_within_their_window(kit: Kit) {
    let count = async |key: &'static str, seconds: i64| {
        let mut actor = kit.nobody();
        actor.now = at(seconds);
        let attempts = kit
            .change(&actor, async |work| {
                work.access().count_attempt(key, at(seconds - 900)).await
            })
            .await
            .unwrap();
        (attempts.failures, attempts.since)
    };
    assert_eq!(count("key", 0).await, (1, at(0)));
    assert_eq!(count("key", 10).await, (2, at(0)));
    assert_eq!(count("other", 11).await, (1, at(11)));
    assert_eq!(
        count("key", 902).await,
        (1, at(902)),
        "the window has passed, and a new one began"
    );
    assert_eq!(count("key", 903).await, (2, at(902)));
    for _ in 0..5 {
        kit.change(&kit.nobody(), async |work| {
            work.access().take_back_attempt("other").await
        })
        .await
        .unwrap();
    }
    assert_eq!(count("other", 12).await.0, 1, "nothing is owed");
    kit.change(&kit.nobody(), async |work| {
        work.access().clear_attempts("key").await
    })
    .await
    .unwrap();
    assert_eq!(count("key", 904).await.0, 1);
}

pub async fn plt_15_preferences_are_kept(kit: Kit) {
    let chosen = Preferences {
        language: Some(Language::Pl),
        theme: Theme::Dark,
        single_keys: false,
    };
    kit.change(&kit.us(), async |work| {
        work.access().set_preferences(kit.ours.1, &chosen).await
    })
    .await
    .unwrap();
    let mut work = kit.read(&kit.us()).await;
    assert_eq!(work.access().preferences(kit.ours.1).await.unwrap(), chosen);
    drop(work);
    let mut work = kit.read(&kit.them()).await;
    let untouched = work.access().preferences(kit.theirs.1).await.unwrap();
    assert_eq!(untouched, Preferences::default());
}

pub async fn iam_10_what_another_process_ends_is_noticed_within_a_second(kit: Kit) {
    let session = open_session(&kit, kit.ours.1, 1, 2).await;
    assert!(lives(&kit, 1).await);
    let other = kit.place.open().await;
    let mut work = other.write(&kit.us()).await.unwrap();
    work.access().end_session(session).await.unwrap();
    work.commit().await.unwrap();
    let mut later = kit.nobody();
    later.now = at(1);
    let mut work = kit.read(&later).await;
    let found = work.access().session(&hash(1)).await.unwrap();
    assert!(found.is_none());
}

pub async fn iam_10_a_reading_from_before_a_change_is_not_remembered(kit: Kit) {
    let session = open_session(&kit, kit.ours.1, 1, 2).await;
    let mut before = kit.store.snapshot(&kit.nobody()).await.unwrap();
    // PostgreSQL and SQLite take the picture with the first statement.
    assert!(before.access().is_set_up().await.unwrap());
    kit.change(&kit.us(), async |work| {
        work.access().end_session(session).await
    })
    .await
    .unwrap();
    assert!(before.access().session(&hash(1)).await.unwrap().is_some());
    assert!(!lives(&kit, 1).await);
}
