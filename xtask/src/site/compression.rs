//! Compressing once, as hard as it goes, so that the server never compresses a file again.

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Kinds of files that are compressed already.
const DENSE: [&str; 8] = ["png", "jpg", "jpeg", "webp", "avif", "woff2", "gz", "br"];

/// The largest window that every browser takes.
const BROTLI_WINDOW: i32 = 24;

/// Writes `file.br` and `file.gz`, where they are smaller than the file.
pub(crate) fn compress_beside(file: &Path, bytes: &[u8]) -> Result<()> {
    let extension = file.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    if DENSE.contains(&extension.as_str()) {
        return Ok(());
    }
    for (suffix, compressed) in [("br", brotli(bytes)?), ("gz", gzip(bytes)?)] {
        if compressed.len() < bytes.len() {
            let path = beside(file, suffix);
            fs::write(&path, compressed).with_context(|| format!("writing {}", path.display()))?;
        }
    }
    Ok(())
}

/// `a/b.css` → `a/b.css.br`.
pub(crate) fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(".");
    name.push(suffix);
    name.into()
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: BROTLI_WINDOW,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &parameters)
        .context("compressing with brotli")?;
    Ok(compressed)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).context("compressing with gzip")?;
    encoder.finish().context("compressing with gzip")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    const TEXT: &[u8] =
        b"who is in, what may they do, what did they do; who is in, what may they do";

    #[test]
    fn what_is_compressed_comes_back() {
        let mut plain = Vec::new();
        brotli::Decompressor::new(&brotli(TEXT).unwrap()[..], 4096)
            .read_to_end(&mut plain)
            .unwrap();
        assert_eq!(plain, TEXT);
        plain.clear();
        flate2::read::GzDecoder::new(&gzip(TEXT).unwrap()[..]).read_to_end(&mut plain).unwrap();
        assert_eq!(plain, TEXT);
    }

    #[test]
    fn the_name_keeps_its_extension() {
        assert_eq!(beside(Path::new("pkg/a.css"), "br"), Path::new("pkg/a.css.br"));
    }
}
