//! `import`: master data, orders and opening stock from CSV files, all or nothing.

mod known;
mod masters;
mod orders;
mod packs;
mod sheet;

use self::known::{Known, Refers};
use self::sheet::{Cells, Problem, Sheet};
use super::failure::Failure;
use super::place::Place;
use super::priority;
use crate::domain::log::Logged;
use crate::domain::record::{Fault, Range};
use crate::domain::user::User;
use crate::operations::answer::Verdict;
use crate::operations::request::{Define, Master, Operation, Request};
use crate::operations::view::View;
use crate::session::pin;
use crate::store::{BatchError, Store, StoreError};
use clap::Args;
use std::path::{Path, PathBuf};

/// The arguments of `import`.
#[derive(Debug, Args)]
pub struct Import {
    /// CSV files named after what they hold (items.csv …), or folders of them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

impl Import {
    /// Reads the files and applies them, or names every bad line.
    pub fn run(self, place: &Place) -> Result<(), Failure> {
        priority::lower();
        let files = read_files(&self.paths)?;
        let mut store = place.open()?;
        let done = apply(store.as_mut(), files)?;
        eprintln!(
            "{} records imported, {} were known already.",
            done.new, done.known
        );
        Ok(())
    }
}

/// A file: the name it was given, and its content.
#[derive(Debug)]
pub struct File {
    name: String,
    content: String,
}

/// How many records an import brought.
#[derive(Clone, Copy, Debug, Default)]
pub struct Done {
    /// Applied now.
    pub new: usize,
    /// Known from before.
    pub known: usize,
}

/// One request with the line it comes from.
struct Lined {
    file: String,
    line: u64,
    request: Request,
}

/// What may be imported, in the order in which it must be known.
const KINDS: &[&str] = &[
    "accounts",
    "taxes",
    "policies",
    "groups",
    "uoms",
    "sites",
    "vendors",
    "customers",
    "items",
    "locations",
    "barcodes",
    "kits",
    "pick_faces",
    "users",
    "purchase_orders",
    "sales_orders",
    "opening_stock",
];

/// Returns the files that are carried inside the program.
pub fn embedded(files: &[(&str, &str)]) -> Vec<File> {
    let file = |(name, content): &(&str, &str)| File {
        name: (*name).to_owned(),
        content: (*content).to_owned(),
    };
    files.iter().map(file).collect()
}

/// Applies files to a store, all or nothing.
pub fn apply(store: &mut dyn Store, mut files: Vec<File>) -> Result<Done, Failure> {
    files.sort_by_key(|file| place_of(&file.name));
    let mut problems = Vec::new();
    let sheets: Vec<Sheet> = files
        .iter()
        .filter_map(|file| Sheet::read(&file.name, &file.content, &mut problems))
        .collect();
    let mut known = store.read(Known::of)?;
    let mut refers = Refers::default();
    let mut lined = Vec::new();
    for sheet in &sheets {
        lined.extend(requests(sheet, &mut known, &mut refers, &mut problems));
    }
    problems.extend(refers.unknown(&known));
    if !problems.is_empty() {
        problems.sort_by_key(|problem| (place_of(&problem.file), problem.line));
        let said = problems.iter().map(ToString::to_string);
        return Err(Failure::Data(
            said.chain(["Nothing was imported.".to_owned()]).collect(),
        ));
    }
    let before = store.read(|view| {
        lined
            .iter()
            .map(|line| first_time(view, &line.request))
            .collect::<Result<Vec<_>, _>>()
    })?;
    let requests = lined
        .iter()
        .zip(before)
        .map(|(line, first)| as_before(line.request.clone(), first));
    let requests: Vec<Request> = requests.collect::<Result<_, _>>()?;
    let answers = store
        .transact_all(&requests)
        .map_err(|error| at_line(error, &lined))?;
    let known = answers
        .iter()
        .filter(|answer| answer.verdict == Verdict::Duplicate)
        .count();
    Ok(Done {
        new: answers.len() - known,
        known,
    })
}

fn requests(
    sheet: &Sheet,
    known: &mut Known,
    refers: &mut Refers,
    problems: &mut Vec<Problem>,
) -> Vec<Lined> {
    if let "purchase_orders" | "sales_orders" = sheet.kind.as_str() {
        return orders::requests(sheet, known, refers, problems);
    }
    let mut lined = Vec::new();
    for row in &sheet.rows {
        let mut cells = Cells::new(sheet, row, problems);
        let request = masters::request(&sheet.kind, &mut cells, known, refers);
        lined.push(Lined {
            file: sheet.file.clone(),
            line: row.line,
            request,
        });
    }
    lined
}

/// Returns the earlier request that had the same key, if any.
pub fn first_time(view: &dyn View, request: &Request) -> Result<Option<Request>, Fault> {
    let logged: Option<Logged> = view
        .list(&Range::by(Logged::BY_KEY, &[&request.key]).first(1))?
        .pop();
    Ok(logged.and_then(|logged| serde_json::from_str(&logged.request).ok()))
}

/// Returns the request as it was made the first time, as far as it says the same: the day it was entered and the salt
/// of a PIN are no difference.
fn as_before(mut request: Request, first: Option<Request>) -> Result<Request, Failure> {
    if let Some(user) = user_of(&mut request) {
        let hash = first
            .clone()
            .and_then(|mut first| user_of(&mut first).and_then(|user| user.pin_hash.take()));
        let pin = user.pin_hash.take();
        let hashed = pin.map(|pin| pin::hashed(&pin, hash.as_deref())).transpose();
        user.pin_hash = hashed.map_err(StoreError::from)?;
    }
    if let Some(first) = first.filter(|_| !matches!(request.operation, Operation::Opening(_))) {
        request.date = first.date;
    }
    Ok(request)
}

/// Returns the user that a request defines.
fn user_of(request: &mut Request) -> Option<&mut User> {
    match &mut request.operation {
        Operation::Define(Define {
            master: Master::User(user),
        }) => Some(user),
        _ => None,
    }
}

fn at_line(error: BatchError, lined: &[Lined]) -> Failure {
    match error {
        BatchError::Refused { at, answer } => {
            let whence = lined
                .get(at)
                .map_or_else(String::new, |from| format!("{} line {}: ", from.file, from.line));
            let refusal = answer
                .refusal
                .map_or_else(String::new, |refusal| format!("{}: {refusal}", refusal.code()));
            Failure::Data(vec![
                format!("{whence}{refusal}"),
                "Nothing was imported.".to_owned(),
            ])
        }
        BatchError::Store(error) => Failure::Store(error),
    }
}

/// Returns the place of a file in the order in which records must be known.
fn place_of(name: &str) -> usize {
    let kind = sheet::kind_of(name);
    KINDS
        .iter()
        .position(|known| *known == kind)
        .unwrap_or(KINDS.len())
}

/// Returns the files named, and those of the folders named.
fn read_files(paths: &[PathBuf]) -> Result<Vec<File>, Failure> {
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    for path in paths {
        let within = if path.is_dir() {
            inside(path)
        } else {
            vec![path.clone()]
        };
        if within.is_empty() {
            problems.push(format!(
                "{}: none of the files that can be imported is in this folder",
                path.display()
            ));
        }
        for path in within {
            match std::fs::read_to_string(&path) {
                Ok(content) => files.push(File {
                    name: path.display().to_string(),
                    content,
                }),
                Err(why) => problems.push(format!("{} can't be read: {why}", path.display())),
            }
        }
    }
    if problems.is_empty() {
        Ok(files)
    } else {
        Err(Failure::Data(problems))
    }
}

fn inside(folder: &Path) -> Vec<PathBuf> {
    let path = |kind: &&str| folder.join(format!("{kind}.csv"));
    KINDS.iter().map(path).filter(|path| path.is_file()).collect()
}
