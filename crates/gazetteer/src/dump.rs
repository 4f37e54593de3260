//! The tables of a GeoNames dump, line by line.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};

use crate::Error;

/// A table while it is read.
pub(crate) struct Table {
    path: PathBuf,
    reader: BufReader<File>,
    buffer: Vec<u8>,
    /// Number of the line that was read last, and how many bytes have been read.
    line: u64,
    read: u64,
}

impl Table {
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let file = File::open(path).map_err(Error::io(path))?;
        let reader = BufReader::with_capacity(1 << 17, file);
        Ok(Self { path: path.to_owned(), reader, buffer: Vec::new(), line: 0, read: 0 })
    }

    /// The next line that is no comment, with its number and how many bytes have been read so far.
    pub(crate) fn next(&mut self) -> Result<Option<(u64, u64, &str)>, Error> {
        loop {
            self.buffer.clear();
            let read = self.reader.read_until(b'\n', &mut self.buffer).map_err(Error::io(&self.path))?;
            if read == 0 {
                return Ok(None);
            }
            (self.line, self.read) = (self.line + 1, self.read + read as u64);
            while matches!(self.buffer.last(), Some(b'\n' | b'\r')) {
                self.buffer.pop();
            }
            if self.buffer.is_empty() || self.buffer[0] == b'#' {
                continue;
            }
            break;
        }
        // A line that is no UTF-8 has an empty text, which no table takes: it is named and skipped like any other.
        Ok(Some((self.line, self.read, std::str::from_utf8(&self.buffer).unwrap_or(""))))
    }

    /// The bytes of a file.
    pub(crate) fn size(path: &Path) -> Result<u64, Error> {
        let size = |path: &Path| -> io::Result<u64> { Ok(std::fs::metadata(path)?.len()) };
        size(path).map_err(Error::io(path))
    }
}

/// A place of `allCountries.txt` or of the dump of one country.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Line<'l> {
    pub(crate) id: u32,
    pub(crate) name: &'l str,
    pub(crate) ascii: &'l str,
    pub(crate) alternates: &'l str,
    pub(crate) point: (f64, f64),
    pub(crate) class: &'l str,
    pub(crate) code: &'l str,
    pub(crate) country: &'l str,
    /// Codes of its divisions, the first level first; empty where there is none.
    pub(crate) admin: [&'l str; 4],
    pub(crate) population: u32,
}

impl<'l> Line<'l> {
    /// Reads a line.
    pub(crate) fn parse(line: &'l str) -> Result<Self, String> {
        let mut cells = [""; 19];
        let mut count = 0;
        for cell in line.split('\t') {
            if let Some(place) = cells.get_mut(count) {
                *place = cell;
            }
            count += 1;
        }
        if count != 19 {
            return Err(format!("it has {count} cells parted by tabs, and not 19"));
        }
        let degrees = |at: usize, what: &str, most: f64| {
            let value = cells[at].parse::<f64>().ok().filter(|v| v.abs() <= most);
            value.ok_or_else(|| format!("the {what} \"{}\" is no number from -{most} to {most}", cells[at]))
        };
        let id = cells[0].parse().ok().filter(|&id| id != 0);
        if cells[1].is_empty() {
            return Err("it has no name".to_owned());
        }
        Ok(Self {
            id: id.ok_or_else(|| format!("the geonameid \"{}\" is no whole number above 0", cells[0]))?,
            name: cells[1],
            ascii: cells[2],
            alternates: cells[3],
            point: (degrees(4, "latitude", 90.0)?, degrees(5, "longitude", 180.0)?),
            class: cells[6],
            code: cells[7],
            country: cells[8],
            admin: [cells[10], cells[11], cells[12], cells[13]],
            population: match cells[14] {
                "" => 0,
                // The population of Asia is more than 32 bits hold.
                text => text
                    .parse::<u64>()
                    .map(|n| n.min(u64::from(u32::MAX)) as u32)
                    .map_err(|_| format!("the population \"{text}\" is no whole number"))?,
            },
        })
    }

    /// Of a division its level, 1 to 5.
    pub(crate) fn level(&self) -> Option<usize> {
        let level = self.code.strip_prefix("ADM").filter(|_| self.class == "A")?;
        level.parse().ok().filter(|level| (1..=5).contains(level))
    }

    /// The code of the division of a level that it is or lies in: `GB.ENG.Q5`.
    pub(crate) fn division(&self, level: usize, code: &mut String) -> bool {
        code.clear();
        code.push_str(self.country);
        for admin in self.admin.iter().take(level) {
            if admin.is_empty() {
                return false;
            }
            code.push('.');
            code.push_str(admin);
        }
        // The fifth level has no code of its own in this table: its id stands for it.
        if level == 5 {
            code.push('.');
            code.push_str(&self.id.to_string());
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONDON: &str = "2643743\tLondon\tLondon\tLondra,Londres\t51.50853\t-0.12574\tP\tPPLC\tGB\t\tENG\tGLA\t\t\t8961989\t\t25\tEurope/London\t2023-10-10";

    #[test]
    fn a_line_is_read_and_a_bad_one_says_what_is_wrong() {
        let london = Line::parse(LONDON).expect("is right");
        let mut code = String::new();
        assert_eq!((london.id, london.population, london.level()), (2_643_743, 8_961_989, None));
        assert!(london.division(2, &mut code) && code == "GB.ENG.GLA");
        assert!(!london.division(3, &mut code));
        for (was, is, said) in [
            ("51.50853", "north", "latitude \"north\""),
            ("-0.12574", "-200", "longitude"),
            ("2643743", "x", "geonameid \"x\""),
            ("8961989", "many", "population \"many\""),
            ("\tP\t", "\t", "18 cells"),
        ] {
            let error = Line::parse(&LONDON.replace(was, is)).expect_err(is);
            assert!(error.contains(said), "{error}");
        }
    }
}
