//! A number that stands for a network and the data that it reads.

use super::NetworkSpec;
use std::fs::File;
use std::io::{self, BufReader, Read};

impl NetworkSpec {
    /// A stable 64-bit hash of the complete text of the network and the contents of its data files.
    /// Equal networks have equal fingerprints; it is no protection against intent.
    ///
    /// # Errors
    /// A data file cannot be read.
    pub fn fingerprint(&self) -> io::Result<u64> {
        let mut hash = Hash(0);
        hash.bytes(&mut self.to_toml().as_bytes())?;
        for path in self.data_files() {
            let file = File::open(path);
            let named = |e: io::Error| io::Error::new(e.kind(), format!("{}: {e}", path.display()));
            hash.bytes(&mut BufReader::new(file.map_err(named)?)).map_err(named)?;
        }
        Ok(hash.0)
    }
}

/// Each word w turns the state h into mix(h + w + c), with the finaliser of SplitMix64 as mix and
/// its odd constant as c, as in [`crate::record::SpikeHash`].
struct Hash(u64);

impl Hash {
    fn word(&mut self, word: u64) {
        let mut z = self.0.wrapping_add(word).wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        self.0 = z ^ (z >> 31);
    }

    /// All bytes, eight at a time, and how many there are.
    fn bytes(&mut self, input: &mut dyn Read) -> io::Result<()> {
        let mut buffer = [0; 1 << 13];
        let (mut total, mut filled) = (0, 0);
        loop {
            let read = input.read(&mut buffer[filled..])?;
            total += read as u64;
            filled += read;
            if read > 0 && filled < buffer.len() {
                continue;
            }
            buffer[filled..].fill(0);
            let (words, _) = buffer[..filled.next_multiple_of(8)].as_chunks();
            words.iter().for_each(|&word| self.word(u64::from_le_bytes(word)));
            if read == 0 {
                self.word(total);
                return Ok(());
            }
            filled = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::presets;
    use crate::spec::NetworkSpec;
    use std::path::Path;

    #[test]
    fn every_change_shows() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("v.csv");
        let of = |text: &str, data: &str| {
            std::fs::write(&file, data).expect("a file");
            let text = text.replace("FILE", &file.display().to_string());
            let spec = NetworkSpec::from_toml(&text, Path::new("")).expect("a network").spec;
            spec.fingerprint().expect("it can be read")
        };
        let plain = presets::get("fsi").expect("a preset").text();
        let text = &format!(
            "{plain}\n[input.x]\ntarget = \"FSI[0:2]\"\nkind = \"per_neuron\"\n\
             value = {{ file = \"FILE\", unit = \"mV\" }}\n"
        );
        let base = of(text, "1\n2\n");
        assert_eq!(of(text, "1\n2\n"), base);
        assert_ne!(of(text, "1\n3\n"), base);
        assert_ne!(of(text, "1\n2\n\n"), base);
        assert_ne!(of(&text.replace("size = 100", "size = 101"), "1\n2\n"), base);
        assert_ne!(of(&plain, ""), base);
    }
}
