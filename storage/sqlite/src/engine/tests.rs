use super::*;

/// What each kind of connection is set to, as SQLite itself says.
async fn setting(handle: &mut Handle, pragma: &str) -> String {
    let sql = sqlx::AssertSqlSafe(format!(
        "SELECT CAST({pragma} AS TEXT) FROM pragma_{pragma}"
    ));
    sqlx::query_scalar(sql)
        .fetch_one(handle.conn())
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn plt_3_every_commit_reaches_the_disk() {
    let folder = std::env::temp_dir().join(format!("praxis-engine-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let options = Options {
        path: folder.join("praxis.db"),
        readers: 2,
    };
    let engine = Engine::open(&options).await.unwrap();
    let mut writer = engine.write(&Trail::default()).await.unwrap();
    assert_eq!(setting(&mut writer, "synchronous").await, "2", "FULL");
    assert_eq!(setting(&mut writer, "journal_mode").await, "wal");
    assert_eq!(setting(&mut writer, "foreign_keys").await, "1");
    assert_eq!(setting(&mut writer, "secure_delete").await, "1");
    drop(writer);
    for mut reader in [
        engine.read(&Trail::default()).await.unwrap(),
        engine.snapshot(&Trail::default()).await.unwrap(),
    ] {
        assert_eq!(setting(&mut reader, "query_only").await, "1");
        let write = sqlx::query("DELETE FROM organizations").execute(reader.conn());
        assert!(write.await.is_err(), "a reader does not write");
    }
    engine.close().await;
    assert!(
        !folder.join("praxis.db-wal").exists(),
        "everything is in the one file, so that it can be copied"
    );
    std::fs::remove_dir_all(folder).unwrap();
}
