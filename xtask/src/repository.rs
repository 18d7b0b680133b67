//! The files of the repository.

use std::path::Path;

pub use xtask_queries::root;

/// Folders that hold nothing written by hand.
const SKIPPED: &[&str] = &[
    "target",
    "node_modules",
    ".git",
    "dist",
    ".sqlx",
    "gen",
    "out",
    ".praxis",
    "test-results",
    "playwright-report",
    "__pycache__",
];

/// Every file below a folder of the repository that ends in one of these, with its text; paths are
/// relative to the root.
pub fn files(below: &str, endings: &[&str]) -> Vec<(String, String)> {
    let mut found = vec![];
    walk(&root().join(below), endings, &mut found);
    found.sort();
    found
}

fn walk(folder: &Path, endings: &[&str], found: &mut Vec<(String, String)>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            if !SKIPPED.contains(&name.as_str()) {
                walk(&path, endings, found);
            }
        } else if endings.iter().any(|ending| name.ends_with(ending))
            && let Ok(text) = std::fs::read_to_string(&path)
        {
            let relative = path.strip_prefix(root()).unwrap_or(&path);
            found.push((relative.to_string_lossy().replace('\\', "/"), text));
        }
    }
}

/// Whether a file holds tests and nothing else.
pub fn is_test(path: &str) -> bool {
    path.contains("/tests/")
        || path.ends_with("tests.rs")
        || path.contains("/e2e/")
        || path.starts_with("e2e/")
        || path.contains(".test.")
        || path.contains(".spec.")
        || path.starts_with("storage/suite/")
        || path.starts_with("xtask/")
}

/// The part of a source file before its test module.
pub fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or(text)
}
