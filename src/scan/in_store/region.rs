//! Patterns that a whole country has agreed on.

/// A country with patterns of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Region {
    /// Denmark.
    Dk,
    /// Estonia, Latvia and Lithuania share theirs.
    Ee,
    /// Finland.
    Fi,
    /// Germany.
    De,
    /// Great Britain.
    Gb,
    /// Latvia.
    Lv,
    /// Lithuania.
    Lt,
    /// Norway.
    No,
    /// Sweden.
    Se,
}

impl Region {
    /// All regions.
    pub const ALL: [Self; 9] = [
        Self::De,
        Self::Dk,
        Self::Ee,
        Self::Fi,
        Self::Gb,
        Self::Lt,
        Self::Lv,
        Self::No,
        Self::Se,
    ];

    /// Returns the name by which a configuration asks for it: the country's code in ISO 3166.
    pub const fn name(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::Dk => "dk",
            Self::Ee => "ee",
            Self::Fi => "fi",
            Self::Gb => "gb",
            Self::Lt => "lt",
            Self::Lv => "lv",
            Self::No => "no",
            Self::Se => "se",
        }
    }

    /// Finds a region by its name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|region| region.name().eq_ignore_ascii_case(name))
    }

    /// Returns its patterns.
    pub const fn patterns(self) -> &'static [&'static str] {
        match self {
            Self::De => &[
                "22IIIIVPPP.PPC",
                "23IIIIVPPP.PPC",
                "25IIIIVNNNNNC",
                "26IIIIVNNNNNC",
                "28IIIIVWW.WWWC",
                "29IIIIVWW.WWWC",
            ],
            Self::Dk => &[
                "21IIIIPPPP.PPC",
                "22IIIIPPPP.PPC",
                "23IIIIPPPP.PPC",
                "24IIIIPPPP.PPC",
                "26IIIIWWW.WWWC",
                "27IIIIIWW.WWWC",
                "28IIIIWWW.WWWC",
            ],
            Self::Ee | Self::Fi | Self::Lt | Self::Lv => {
                &["23IIIIIIW.WWWC", "24IIIIIIWW.WWC", "25IIIIIIWWW.WC"]
            }
            Self::Gb => &["20IIIIIVPP.PPC"],
            Self::No | Self::Se => &[
                "20IIIIIIPP.PPC",
                "21IIIIIIPPP.PC",
                "22IIIIIIPPPPC",
                "23IIIIIIW.WWWC",
                "24IIIIIIWW.WWC",
                "25IIIIIIWWW.WC",
            ],
        }
    }
}
