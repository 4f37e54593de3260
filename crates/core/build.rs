//! Empty on purpose: a crate with a `links` key must have a build script.
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
}
