//! What people meet on a terminal: completions, manual pages, the pages of checks, links.

use mtlint::checks::CHECKS;

use crate::support::{folder, mtlint, run};

#[test]
fn completions_know_the_commands_and_options() {
    for (shell, sign) in [
        ("bash", "complete -F"),
        ("zsh", "#compdef mtlint"),
        ("fish", "complete -c mtlint"),
        ("powershell", "Register-"),
    ] {
        let (status, out, err) = run(&mut mtlint(&["completions", shell]));
        assert!(status == Some(0) && out.contains(sign), "{shell}: {err}");
        for word in ["changed-since", "write-baseline", "explain"] {
            assert!(out.contains(word), "{shell} lacks {word}");
        }
    }
    assert_eq!(run(&mut mtlint(&["completions", "csh"])).0, Some(2));
}

#[cfg(unix)]
#[test]
fn the_completions_of_bash_complete() {
    let (_, script, _) = run(&mut mtlint(&["completions", "bash"]));
    let folder = folder(&[("mtlint.bash", script.as_bytes())]);
    let program = "source ./mtlint.bash; COMP_WORDS=(mtlint check --bas); COMP_CWORD=2; _mtlint mtlint --bas check; \
                   echo ${COMPREPLY[@]}";
    let mut bash = std::process::Command::new("bash");
    let (status, out, err) = run(bash.args(["-c", program]).current_dir(folder.path()));
    assert!(status == Some(0) && out.trim() == "--baseline", "{out}{err}");
}

#[test]
fn there_is_a_manual_page_of_the_program_and_of_each_command() {
    let (status, out, err) = run(&mut mtlint(&["man"]));
    assert!(status == Some(0) && out.contains(".TH mtlint 1"), "{out}{err}");
    for command in ["check", "stream", "align", "explain", "man"] {
        let (status, out, err) = run(&mut mtlint(&["man", command]));
        assert!(status == Some(0) && out.contains(&format!(".TH mtlint-{command} 1")), "{out}{err}");
    }
    let (_, check, _) = run(&mut mtlint(&["man", "check"]));
    assert!(check.contains(r"\-\-changed\-since") && check.contains("Pairing targets with sources"), "{check}");
    let (status, _, err) = run(&mut mtlint(&["man", "chekc"]));
    assert!(status == Some(2) && err.contains("did you mean `check`"), "{err}");
}

#[test]
fn every_check_explains_itself() {
    for check in CHECKS {
        let page = mtlint::explain::check(check.name).expect("a page");
        for heading in ["Why it matters", "Examples", "Limits"] {
            assert!(page.contains(&format!("{heading}\n{}", "-".repeat(heading.len()))), "{page}");
        }
        assert!(!page.contains("```") && !page.contains("\n# "), "{page}");
        assert!(page.contains(&format!("    {} = \"off\"", check.name)), "{page}");
        assert!(page.lines().any(|line| line.starts_with("    ") && line.contains('^')), "no example: {page}");
    }
}

#[test]
fn a_pipe_gets_neither_colours_nor_links() {
    let folder = folder(&[("a\u{1b}[31mb.txt", b"Over the the river.\n" as &[u8])]);
    let args = ["check", ".", "--no-encoder", "--to", "en"];
    let (_, out, err) = run(mtlint(&args).current_dir(folder.path()).env_remove("NO_COLOR"));
    assert!(out.contains("a⟨U+001B⟩[31mb.txt:1:6"), "{out}");
    assert!(!out.contains('\u{1b}') && !err.contains('\u{1b}'));
}
