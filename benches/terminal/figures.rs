//! Figures and the limits beside them.

/// What a figure is held against.
#[derive(Clone, Copy)]
pub enum Limit {
    /// Nothing.
    None,
    /// It must be below this.
    Below(u64),
}

impl Limit {
    fn words(self, figures: &[u64]) -> String {
        match self {
            Self::None => String::new(),
            Self::Below(limit) if figures.iter().all(|figure| *figure < limit) => format!("< {limit}"),
            Self::Below(limit) => format!("< {limit}  MISSED"),
        }
    }
}

/// The same thing measured many times.
#[derive(Default)]
pub struct Series(Vec<u64>);

impl Series {
    /// Adds a figure.
    pub fn add(&mut self, figure: u64) {
        self.0.push(figure);
    }

    /// The figure at a percentile.
    pub fn at(&self, percent: usize) -> u64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let nth = (sorted.len() * percent).div_ceil(100).max(1) - 1;
        sorted.get(nth).copied().unwrap_or_default()
    }

    /// The mean.
    pub fn mean(&self) -> u64 {
        self.0.iter().sum::<u64>() / (self.0.len() as u64).max(1)
    }
}

/// One figure as a share of another, in percent.
pub fn percent(figure: u64, of: u64) -> u64 {
    figure * 100 / of.max(1)
}

/// Prints what the columns are.
pub fn head(large: &str) {
    println!("{:<48}{:>12}{large:>20}   limit", "", "sample store");
}

/// Prints a figure of both stores.
pub fn line(name: &str, sample: u64, large: u64, limit: Limit) {
    println!(
        "{name:<48}{sample:>12}{large:>20}   {}",
        limit.words(&[sample, large])
    );
}

/// Prints how the large store compares with the sample store, in percent.
pub fn ratio(name: &str, percent: u64, limit: Limit) {
    println!(
        "{name:<48}{:>12}{:>20}   {}",
        "",
        format!("{percent} %"),
        limit.words(&[percent])
    );
}
