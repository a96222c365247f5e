//! Whole demo articles against their golden reports: a reviewer sees every finding that a change
//! brings or takes.

use std::fs;

use crate::support::{golden, mtlint, root, run};

#[test]
fn demo_articles_have_the_reports_they_had() {
    let articles = root().join("corpora/articles");
    let mut n = 0;
    for entry in fs::read_dir(articles).expect("the demo articles are there") {
        let folder = entry.expect("readable").path();
        if !folder.is_dir() {
            continue;
        }
        let name = folder.file_name().expect("named").to_string_lossy().into_owned();
        for format in ["csv", "pretty"] {
            let target = format!("corpora/articles/{name}/target.txt");
            let source = format!("corpora/articles/{name}/source.txt");
            let (status, out, err) = run(&mut mtlint(&["check", &target, "--source", &source, "--format", format]));
            assert_eq!(status, Some(1), "{err}");
            golden(&root().join(format!("tests/articles/{name}/report.{format}")), &out);
        }
        n += 1;
    }
    assert!(n >= 3, "three demo articles at least");
}
