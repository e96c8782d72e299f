//! The pen: writes what changed of a frame in few bytes, because a radio link has to carry them for every scan.
//!
//! Styles are told by their difference, steps over unchanged cells by relative moves, empty ends of rows by an erase,
//! and a frame in which nothing changed by nothing at all. Control sequences as in ECMA-48, all known to a VT100.

use super::window;
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};
use std::io::{self, Write};

/// Modifiers that show on a blank.
const SEEN_ON_BLANKS: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::CROSSED_OUT);
/// An erase is shorter than this many blanks.
const WORTH_ERASING: usize = 4;
/// The select-graphic-rendition parameter of each modifier.
const PARAMETERS: [(Modifier, &str); 9] = [
    (Modifier::BOLD, "1"),
    (Modifier::DIM, "2"),
    (Modifier::ITALIC, "3"),
    (Modifier::UNDERLINED, "4"),
    (Modifier::SLOW_BLINK, "5"),
    (Modifier::RAPID_BLINK, "6"),
    (Modifier::REVERSED, "7"),
    (Modifier::HIDDEN, "8"),
    (Modifier::CROSSED_OUT, "9"),
];

/// Takes the colour off blanks where it can't be seen, so that they equal any other blank.
pub fn rinse(frame: &mut Buffer) {
    for cell in frame.content.iter_mut().filter(|cell| is_plain(cell)) {
        cell.fg = Color::Reset;
        cell.modifier = Modifier::empty();
    }
}

/// Returns whether a cell looks like an erased one.
fn is_plain(cell: &Cell) -> bool {
    cell.symbol() == " " && cell.bg == Color::Reset && !cell.modifier.intersects(SEEN_ON_BLANKS)
}

/// How characters are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Style {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl Style {
    const PLAIN: Self = Self {
        fg: Color::Reset,
        bg: Color::Reset,
        modifier: Modifier::empty(),
    };

    const fn of(cell: &Cell) -> Self {
        Self {
            fg: cell.fg,
            bg: cell.bg,
            modifier: cell.modifier,
        }
    }

    /// Returns whether a blank in this style looks like an erased one.
    fn leaves_blanks_plain(self) -> bool {
        self.bg == Color::Reset && !self.modifier.intersects(SEEN_ON_BLANKS)
    }

    /// Returns the parameters that lead from this style to another.
    fn to(self, other: Self) -> String {
        let mut parameters = Vec::new();
        let mut from = self;
        if !other.modifier.contains(self.modifier) {
            parameters.push("0".to_owned());
            from = Self::PLAIN;
        }
        let added = other.modifier.difference(from.modifier);
        let words = PARAMETERS
            .iter()
            .filter(|(modifier, _)| added.contains(*modifier));
        parameters.extend(words.map(|(_, parameter)| (*parameter).to_owned()));
        if from.fg != other.fg {
            parameters.push(colour(other.fg, 30));
        }
        if from.bg != other.bg {
            parameters.push(colour(other.bg, 40));
        }
        parameters.join(";")
    }
}

/// Returns the parameter of a colour; `base` is 30 for the characters, 40 for what is behind them.
fn colour(colour: Color, base: u8) -> String {
    let bright = base + 60;
    let plain = match colour {
        Color::Reset => base + 9,
        Color::Black => base,
        Color::Red => base + 1,
        Color::Green => base + 2,
        Color::Yellow => base + 3,
        Color::Blue => base + 4,
        Color::Magenta => base + 5,
        Color::Cyan => base + 6,
        Color::Gray => base + 7,
        Color::DarkGray => bright,
        Color::LightRed => bright + 1,
        Color::LightGreen => bright + 2,
        Color::LightYellow => bright + 3,
        Color::LightBlue => bright + 4,
        Color::LightMagenta => bright + 5,
        Color::LightCyan => bright + 6,
        Color::White => bright + 7,
        Color::Indexed(number) => return format!("{};5;{number}", base + 8),
        Color::Rgb(red, green, blue) => return format!("{};2;{red};{green};{blue}", base + 8),
    };
    plain.to_string()
}

/// A terminal to draw on.
#[derive(Debug)]
pub struct Pen<W: Write> {
    terminal: CrosstermBackend<W>,
    columns: std::cell::Cell<u16>,
    style: Style,
    /// Where the terminal's cursor is, as long as that is certain.
    at: Option<Position>,
    is_shown: Option<bool>,
}

impl<W: Write> Pen<W> {
    /// Returns a pen that draws through `writer`.
    pub const fn new(writer: W) -> Self {
        Self {
            terminal: CrosstermBackend::new(writer),
            columns: std::cell::Cell::new(0),
            style: Style::PLAIN,
            at: None,
            is_shown: None,
        }
    }

    /// Moves the cursor to a cell; by steps to the right where that is shorter.
    fn go(&mut self, to: Position) -> io::Result<()> {
        let at = self.at.replace(to);
        match at {
            Some(at) if at == to => Ok(()),
            Some(at) if at.y == to.y && at.x + 1 == to.x => write!(self.terminal, "\x1b[C"),
            Some(at) if at.y == to.y && at.x < to.x => write!(self.terminal, "\x1b[{}C", to.x - at.x),
            _ => write!(self.terminal, "\x1b[{};{}H", to.y + 1, to.x + 1),
        }
    }

    fn change(&mut self, style: Style) -> io::Result<()> {
        let from = std::mem::replace(&mut self.style, style);
        match style {
            _ if from == style => Ok(()),
            Style::PLAIN => write!(self.terminal, "\x1b[m"),
            _ => write!(self.terminal, "\x1b[{}m", from.to(style)),
        }
    }

    /// Writes one cell. After a character that a terminal may take for wider than it is, the place of the cursor is
    /// uncertain.
    fn put(&mut self, to: Position, cell: &Cell) -> io::Result<()> {
        self.go(to)?;
        if !(is_plain(cell) && self.style.leaves_blanks_plain()) {
            self.change(Style::of(cell))?;
        }
        let symbol = cell.symbol();
        self.terminal.write_all(symbol.as_bytes())?;
        let next = to.x + 1;
        self.at = (symbol.len() == 1 && next < self.columns.get()).then_some(Position { x: next, ..to });
        Ok(())
    }

    /// Erases a row from a cell on.
    fn erase(&mut self, from: Position) -> io::Result<()> {
        self.go(from)?;
        if !self.style.leaves_blanks_plain() {
            self.change(Style::PLAIN)?;
        }
        write!(self.terminal, "\x1b[K")
    }
}

impl<W: Write> Write for Pen<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.terminal.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Write::flush(&mut self.terminal)
    }
}

impl<W: Write> Backend for Pen<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let cells: Vec<(u16, u16, &Cell)> = content.collect();
        let mut rest = cells.as_slice();
        while let [(x, y, cell), behind @ ..] = rest {
            let blanks = blanks(rest);
            let reaches_the_end = usize::from(*x) + blanks == usize::from(self.columns.get());
            let position = Position { x: *x, y: *y };
            if WORTH_ERASING <= blanks && reaches_the_end {
                self.erase(position)?;
                rest = &rest[blanks..];
            } else {
                self.put(position, cell)?;
                rest = behind;
            }
        }
        self.change(Style::PLAIN)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.is_shown.replace(false) == Some(false) {
            return Ok(());
        }
        self.terminal.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.is_shown.replace(true) == Some(true) {
            return Ok(());
        }
        self.terminal.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.terminal.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.go(position.into())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        (self.at, self.is_shown) = (None, None);
        self.terminal.clear_region(region)
    }

    fn size(&self) -> io::Result<Size> {
        let size = self.terminal.size()?;
        let (columns, rows) = window::drawn(size.width, size.height);
        self.columns.set(columns);
        Ok(Size::new(columns, rows))
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.terminal.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Write::flush(&mut self.terminal)
    }
}

/// Returns how many of the first cells are plain blanks side by side.
fn blanks(cells: &[(u16, u16, &Cell)]) -> usize {
    let Some((left, row, _)) = cells.first() else {
        return 0;
    };
    let is_next =
        |(x, place): &(u16, &(u16, u16, &Cell))| place.0 == *x && place.1 == *row && is_plain(place.2);
    (*left..).zip(cells).take_while(is_next).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style as Look;
    use std::cell::RefCell;
    use std::rc::Rc;

    /// What was sent to the terminal.
    #[derive(Clone, Default)]
    struct Line(Rc<RefCell<Vec<u8>>>);

    impl Write for Line {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Line {
        fn text(&self) -> String {
            String::from_utf8_lossy(&self.0.borrow()).into_owned()
        }
    }

    const AREA: Rect = Rect::new(0, 0, 20, 6);

    /// Returns a frame of words in few styles, so that frames have much in common.
    fn frame(words: &[(u16, u16, u8, u8)]) -> Buffer {
        let mut frame = Buffer::empty(AREA);
        for (x, y, word, look) in words {
            let word = ["BEANS 12", "          ", "▸ lot", "米 1", "x"][usize::from(*word) % 5];
            let look = match look % 5 {
                0 => Look::new(),
                1 => Look::new().fg(Color::Indexed(80)).add_modifier(Modifier::BOLD),
                2 => Look::new().fg(Color::DarkGray),
                3 => Look::new().fg(Color::Black).bg(Color::Rgb(9, 8, 7)),
                _ => Look::new().add_modifier(Modifier::REVERSED),
            };
            frame.set_string(x % AREA.width, y % AREA.height, word, look);
        }
        frame
    }

    fn seen(bytes: &[u8]) -> Vec<vt100::Cell> {
        let size = |n: u16| std::num::NonZero::new(n).unwrap();
        let mut screen = vt100::Parser::new(size(AREA.height), size(AREA.width), 0);
        screen.process(bytes);
        let places = (0..AREA.height).flat_map(|y| (0..AREA.width).map(move |x| (y, x)));
        places
            .filter_map(|(y, x)| screen.screen().cell(y, x).cloned())
            .collect()
    }

    fn pen() -> (Pen<Line>, Line) {
        let line = Line::default();
        let pen = Pen::new(line.clone());
        pen.columns.set(AREA.width);
        (pen, line)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn frame_after_frame_looks_as_the_usual_backend_draws_it(
            frames in proptest::collection::vec(proptest::collection::vec(any::<(u16, u16, u8, u8)>(), 0..8), 1..5),
        ) {
            let (mut pen, line) = pen();
            let usual_line = Line::default();
            let mut usual = CrosstermBackend::new(usual_line.clone());
            let mut before = Buffer::empty(AREA);
            for words in &frames {
                let mut after = frame(words);
                rinse(&mut after);
                pen.draw(before.diff(&after).into_iter()).unwrap();
                pen.set_cursor_position((3, 3)).unwrap();
                usual.draw(before.diff(&after).into_iter()).unwrap();
                before = after;
            }
            let (drawn, expected) = (seen(&line.0.borrow()), seen(&usual_line.0.borrow()));
            for (at, (one, other)) in drawn.iter().zip(&expected).enumerate() {
                let text = |cell: &vt100::Cell| Some(cell.contents().to_owned()).filter(|text| text.trim() != "");
                prop_assert_eq!(text(one), text(other), "cell {}", at);
                prop_assert_eq!((one.bgcolor(), one.inverse()), (other.bgcolor(), other.inverse()), "cell {}", at);
                if text(one).is_some() {
                    prop_assert_eq!((one.fgcolor(), one.bold()), (other.fgcolor(), other.bold()), "cell {}", at);
                }
            }
        }
    }

    #[test]
    fn a_frame_in_which_nothing_changed_sends_nothing() {
        let (mut pen, line) = pen();
        let one = frame(&[(1, 1, 0, 1)]);
        for before in [Buffer::empty(AREA), one.clone()] {
            line.0.borrow_mut().clear();
            pen.draw(before.diff(&one).into_iter()).unwrap();
            pen.show_cursor().unwrap();
            pen.set_cursor_position((0, 5)).unwrap();
        }
        assert_eq!(line.text(), "");
    }

    #[test]
    fn the_end_of_a_row_is_erased_and_words_are_not_coloured_one_by_one() {
        let (mut pen, line) = pen();
        let before = frame(&[(0, 0, 0, 0), (10, 0, 1, 3)]);
        let mut after = Buffer::empty(AREA);
        after.set_string(0, 0, "PEAS 7 EA", Look::new().fg(Color::Indexed(80)));
        rinse(&mut after);
        pen.draw(before.diff(&after).into_iter()).unwrap();
        assert_eq!(line.text(), "\x1b[1;1H\x1b[38;5;80mPEAS 7 EA\x1b[C\x1b[K\x1b[m");
    }
}
