//! Looks for the built pages first, so that their absence is told in plain words.

fn main() {
    const PAGES: &str = "../../ui/dist";
    println!("cargo::rerun-if-changed={PAGES}");
    if !std::path::Path::new(PAGES).join("index.html").is_file() {
        println!(
            "cargo::error=the desktop app contains the built pages, and ui/dist/index.html is not there: run `npm --prefix ui ci` and `npm --prefix ui run build` first"
        );
        return;
    }
    tauri_build::build();
}
