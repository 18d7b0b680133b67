//! What a request may reach, against real sockets.

use praxis_domain::models::ports::Reach::{Anywhere, ThisMachine};
use praxis_network::{Refused, check, client, request};
use reqwest::Method;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

/// Answers every connection with these words and counts them.
#[allow(clippy::expect_used)] // A test without a port cannot go on.
async fn server(answer: &'static str) -> (u16, tokio::task::JoinHandle<usize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("its number").port();
    #[allow(clippy::disallowed_methods)]
    let count = tokio::spawn(async move {
        let mut count = 0;
        let patience = std::time::Duration::from_millis(300);
        while let Ok(Ok((mut socket, _))) = tokio::time::timeout(patience, listener.accept()).await
        {
            count += 1;
            let _ = socket.read(&mut [0; 1024]).await;
            let _ = socket.write_all(answer.as_bytes()).await;
        }
        count
    });
    (port, count)
}

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

#[tokio::test]
async fn aic_7_this_machine_is_reached_by_its_names_and_numbers() {
    let (port, count) = server(OK).await;
    for host in ["localhost", "127.0.0.1", "LocalHost.", "0x7f.1"] {
        for reach in [ThisMachine, Anywhere] {
            let request = request(Method::GET, &format!("http://{host}:{port}"), reach).unwrap();
            assert_eq!(request.send().await.unwrap().status(), 200, "{host}");
        }
    }
    assert_eq!(count.await.unwrap(), 8);
}

#[test]
fn aic_7_what_is_beyond_is_refused_before_a_socket_opens() {
    for far in [
        "http://192.0.2.1",
        "http://[2001:db8::1]/",
        "https://models.example",
        "http://0.0.0.0",
        "http://localhost.models.example",
    ] {
        assert_eq!(check(far, ThisMachine), Err(Refused::Beyond), "{far}");
        assert!(check(far, Anywhere).is_ok(), "{far}");
    }
    for none in ["", "ftp://localhost", "http://localhost@192.0.2.1"] {
        assert_eq!(check(none, ThisMachine), Err(Refused::NoAddress), "{none}");
    }
}

#[tokio::test]
async fn aic_7_the_resolver_refuses_once_more() {
    // Without the check that every request begins with: a name is still not asked for.
    let client = client(ThisMachine).unwrap();
    let problem = client.get("http://models.example").send().await;
    let chain = format!("{:?}", problem.unwrap_err());
    assert!(chain.contains("the name is beyond this machine"), "{chain}");
}

#[tokio::test]
async fn aic_7_a_redirect_is_not_followed() {
    let (elsewhere, visited) = server(OK).await;
    let answer = format!(
        "HTTP/1.1 307 Temporary Redirect\r\nlocation: http://127.0.0.1:{elsewhere}/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    );
    let (port, _count) = server(answer.leak()).await;
    let request = request(Method::POST, &format!("http://localhost:{port}"), Anywhere).unwrap();
    assert_eq!(request.send().await.unwrap().status(), 307);
    assert_eq!(visited.await.unwrap(), 0);
}
