//! `import`: master data, orders and opening stock from CSV files, all or nothing; long ones in turns.

mod cells;
mod columns;
mod decimals;
mod dimensions;
mod encoding;
mod entities;
mod folder;
mod groups;
mod hashes;
mod heading;
mod hidden;
mod known;
mod mapping;
mod merged;
mod orders;
mod packs;
mod paths;
mod preview;
mod problems;
mod rates;
mod rows;
mod separator;
mod sheet;
mod spoiled;
mod templates;
mod texts;
mod versions;
mod work;

pub use self::folder::Folder;
pub use self::versions::first_time;

use self::cells::Cells;
use self::columns::{KINDS, Kind, kind_of};
use self::known::{Known, Refers};
use self::mapping::{Mapping, Mappings};
use self::merged::Merged;
use self::paths::read_files;
use self::problems::{Problem, Problems};
use self::sheet::Sheet;
use super::failure::{Failure, printable};
use super::intake::{self, About, Lines, NotApplied};
use super::output::Format;
use super::place::Place;
use super::priority;
use crate::domain::code::Badge;
use crate::domain::refusal::Refusal;
use crate::domain::user::User;
use crate::operations::log::in_hexadecimal;
use crate::operations::masters;
use crate::operations::request::{Define, Master, Operation, Request, Requester};
use crate::session::pin::Pins;
use crate::store::Store;
use clap::Args;
use sha2::{Digest, Sha256};
use std::fmt::Display;
use std::path::PathBuf;
use std::rc::Rc;

/// What the keys of rows begin with.
pub(super) const KEY: &str = "import:";

/// The arguments of `import`.
#[derive(Debug, Args)]
pub struct Import {
    /// CSV files named after what they hold (items.csv …), or folders of them
    #[arg(required_unless_present = "templates", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// What the headings of a kind of file mean: a TOML file with lines such as item = "Article No."; ignore = "*" is
    /// for all others
    #[arg(long = "map", value_name = "KIND=FILE")]
    maps: Vec<String>,
    /// Long files in one transaction too, for which everybody else waits: for quiet hours and empty stores
    #[arg(long, conflicts_with_all = ["preview", "templates"])]
    whole: bool,
    /// Show which records would be new, changed or refused, and import nothing
    #[arg(long)]
    preview: bool,
    /// Who imports: a badge, noted with every record
    #[arg(long, value_name = "BADGE")]
    operator: Option<String>,
    /// Write a CSV file of each kind with an example, and notes on every column, into a folder
    #[arg(long, value_name = "DIR", conflicts_with_all = ["paths", "maps", "preview", "operator"])]
    templates: Option<PathBuf>,
    /// How a preview is printed
    #[command(flatten)]
    format: Format,
}

impl Import {
    /// Reads the files and applies them, or names every bad line.
    pub fn run(self, place: &Place) -> Result<(), Failure> {
        if let Some(folder) = &self.templates {
            return templates::write(folder, place);
        }
        priority::lower();
        let mappings = mapping::read(&self.maps)?;
        let mut files = read_files(&self.paths)?;
        each_has_a_file(&mappings, &files)?;
        let mut store = if self.preview {
            place.open_to_read()?
        } else {
            place.open()?
        };
        let operator = match &self.operator {
            Some(badge) => known_badge(store.as_ref(), &badge.as_str().into())?,
            None => Badge::NONE,
        };
        let sheets = sheets(&mut files, &mappings);
        sheets.tell();
        let requester = Requester::document(operator.clone());
        let mut merged = Merged::of(store.as_ref(), &sheets, requester, place.pins()?)?;
        if self.preview {
            return preview::show(store.as_ref(), &mut merged, self.format);
        }
        let total = merged.lined.len();
        let done = if self.whole || total <= intake::WHOLE {
            apply_all(store.as_mut(), merged)?
        } else {
            let paths: Vec<_> = self.paths.iter().map(|path| path.display().to_string()).collect();
            let about = About {
                store: &place.store,
                what: &format!("import {}", paths.join(" ")),
                digest: &digest(&files, &format!("{mappings:?} {operator}")),
                total,
                nouns: ("record", "records"),
            };
            intake::in_turns(store.as_mut(), &mut merged, &about).map_err(not_imported)?;
            merged.done()
        };
        intake::say(&done.to_string());
        Ok(())
    }
}

/// Returns a digest of the files. Of a file that holds PINs it covers the length alone, because PINs could be guessed
/// from a digest.
fn digest(files: &[File], read_by: &str) -> String {
    let mut digest = Sha256::new_with_prefix(read_by);
    for File { name, content } in files {
        let told: &[u8] = if hidden::holds_secrets(name) { &[] } else { content };
        digest.update(format!("\n{name} {}\n", content.len()));
        digest.update(told);
    }
    in_hexadecimal(&digest.finalize())
}

/// Refuses a mapping of a kind of which there is no file.
fn each_has_a_file(mappings: &Mappings, files: &[File]) -> Result<(), Failure> {
    let is_there = |kind: &str| files.iter().any(|file| kind_of(&file.name) == kind);
    match mappings.keys().find(|kind| !is_there(kind)) {
        Some(kind) => Err(Failure::usage(format!(
            "expected a file {kind}.csv for --map {kind}=…, found none"
        ))),
        None => Ok(()),
    }
}

/// Returns a badge that somebody carries.
fn known_badge(store: &dyn Store, badge: &Badge) -> Result<Badge, Failure> {
    let user: Option<User> = store.read(|view| view.find(&[badge]))?;
    let unknown = || {
        let badge = badge.to_string();
        let refusal = Refusal::UnknownBadge { badge };
        Failure::Refused(format!("{}: {refusal} Nothing was imported.", refusal.code()))
    };
    user.map(|user| user.badge).ok_or_else(unknown)
}

/// A file: the name it was given, and its content.
#[derive(Debug)]
pub struct File {
    name: String,
    content: Vec<u8>,
}

/// How many records an import brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Applied now.
    pub new: usize,
    /// Those of them that were known and say something else now.
    pub changed: usize,
    /// Known from before.
    pub known: usize,
}

impl Display for Done {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { new, changed, known } = self;
        write!(f, "{new} records imported, ")?;
        if 0 < *changed {
            write!(f, "{changed} of them changed, ")?;
        }
        write!(f, "{known} were known already.")
    }
}

/// One request with the line it comes from.
struct Lined<'s> {
    sheet: &'s Sheet,
    line: u64,
    request: Request,
}

impl Lined<'_> {
    /// Returns what is wrong with a column of it.
    fn wrong(&self, column: &str, reason: &str) -> Problem {
        Problem {
            file: self.sheet.file.clone(),
            line: self.line,
            column: column.to_owned(),
            reason: reason.to_owned(),
        }
    }

    /// Returns where it stands, for people.
    fn whence(&self) -> String {
        format!("{} line {}", self.sheet.file, self.line)
    }
}

/// Returns the person whom a request makes or changes, if any.
fn user_of(request: &Request) -> Option<&User> {
    match &request.operation {
        Operation::Define(Define {
            master: Master::User(user),
        }) => Some(user),
        _ => None,
    }
}

/// Returns the files that are carried inside the program.
pub fn embedded(files: &[(&str, &str)]) -> Vec<File> {
    let file = |(name, content): &(&str, &str)| File {
        name: (*name).to_owned(),
        content: content.as_bytes().to_owned(),
    };
    files.iter().map(file).collect()
}

/// Applies files with our own headings to a store, all or nothing.
pub fn apply(store: &mut dyn Store, mut files: Vec<File>, pins: Rc<Pins>) -> Result<Done, Failure> {
    let sheets = sheets(&mut files, &Mappings::new());
    let merged = Merged::of(store, &sheets, Requester::document(Badge::NONE), pins)?;
    apply_all(store, merged)
}

/// What was read of files, and what is wrong with them.
struct Sheets {
    read: Vec<Sheet>,
    problems: Problems,
}

/// Returns the sheets in the files, in the order in which records must be known.
fn sheets(files: &mut [File], mappings: &Mappings) -> Sheets {
    files.sort_by_key(|file| place_of(&file.name));
    let (unmapped, mut problems) = (Mapping::default(), Problems::default());
    let read = |file: &File| {
        let mapping = mappings.get(kind_of(&file.name).as_str());
        Sheet::read(
            &file.name,
            &file.content,
            mapping.unwrap_or(&unmapped),
            &mut problems,
        )
    };
    let read: Vec<Sheet> = files.iter().filter_map(read).collect();
    Sheets { read, problems }
}

impl Sheets {
    /// Says how files were read that are not as usual.
    fn tell(&self) {
        for remark in self.read.iter().filter_map(|sheet| sheet.remark.as_ref()) {
            eprintln!("{}", printable(remark));
        }
    }
}

/// Applies what rows ask for, all or nothing.
fn apply_all(store: &mut dyn Store, mut merged: Merged<'_>) -> Result<Done, Failure> {
    if let Err(why) = intake::whole(store, &mut merged) {
        return Err(merged.into_wrong().unwrap_or_else(|| not_imported(why)));
    }
    merged.tell()?;
    Ok(merged.done())
}

fn not_imported(why: NotApplied) -> Failure {
    match why {
        NotApplied::Refused { said, .. } => Failure::Data(vec![said, "Nothing was imported.".to_owned()]),
        NotApplied::Failed(failure) => failure,
    }
}

/// Returns whether a note is that of a record that was known and says something else now.
fn is_changed(note: Option<&str>) -> bool {
    note.is_some_and(|note| note.starts_with(masters::CHANGED))
}

fn requests<'s>(
    sheet: &'s Sheet,
    known: &mut Known,
    refers: &mut Refers,
    problems: &mut Problems,
) -> Vec<Lined<'s>> {
    if let "purchase_orders" | "sales_orders" = sheet.kind.name {
        return orders::requests(sheet, known, refers, problems);
    }
    if sheet.kind.name == "work_orders" {
        return work::requests(sheet, known, refers, problems);
    }
    let mut lined = Vec::new();
    for row in &sheet.rows {
        let mut cells = Cells::new(sheet, row, problems);
        let request = rows::request(sheet.kind.name, &mut cells, known, refers);
        let line = row.line;
        // What is wrong anywhere is imported nowhere.
        if problems.is_empty() {
            lined.push(Lined { sheet, line, request });
        }
    }
    lined
}

/// Returns a refusal in the words of files. What is imported once only is opening stock.
fn refused(refusal: &Refusal) -> String {
    match refusal {
        Refusal::OtherContent { .. } => format!(
            "{}: this opening stock was imported with other figures before. Post what differs as an adjustment, or \
             date the row on another day.",
            refusal.code()
        ),
        refusal => format!("{}: {refusal}", refusal.code()),
    }
}

/// Returns the place of a file in the order in which records must be known.
fn place_of(name: &str) -> usize {
    let kind = kind_of(name);
    KINDS
        .iter()
        .position(|known| known.name == kind)
        .unwrap_or(KINDS.len())
}
