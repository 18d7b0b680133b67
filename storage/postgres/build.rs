//! The SQL macros do not tell cargo what they read.
fn main() {
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rerun-if-changed=.sqlx");
    println!("cargo:rerun-if-changed=sqlx.toml");
    println!("cargo:rerun-if-env-changed=PRAXIS_QUERIES_RUN");
}
