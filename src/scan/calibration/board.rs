//! The keyboard of the computer, as a scanner's menu and a person name it.

use crate::scan::profile::Layout;

/// Returns the country or countries of a layout, as screens and advice name it.
pub(super) const fn country(layout: Layout) -> &'static str {
    match layout {
        Layout::Us => "USA",
        Layout::Be => "Belgium",
        Layout::BrAbnt2 => "Brazil",
        Layout::CaFr => "Canada (French)",
        Layout::Ch => "Switzerland (German)",
        Layout::ChFr => "Switzerland (French)",
        Layout::Cz => "Czechia",
        Layout::De => "Germany or Austria",
        Layout::Dk => "Denmark",
        Layout::Ee => "Estonia",
        Layout::Es => "Spain",
        Layout::Fr => "France",
        Layout::Gb => "United Kingdom",
        Layout::Hr => "Croatia, Slovenia or Bosnia",
        Layout::Hu => "Hungary",
        Layout::It => "Italy",
        Layout::Latam => "Latin America",
        Layout::Nl => "Netherlands",
        Layout::No => "Norway",
        Layout::Pt => "Portugal",
        Layout::Se => "Sweden or Finland",
        Layout::Sk => "Slovakia",
        Layout::Tr => "Turkey",
        Layout::UsIntl => "USA with accents",
    }
}
