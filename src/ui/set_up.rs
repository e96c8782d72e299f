//! The screen of setting a company up: what there is and what is next, or what is known of the thing that is made.

use super::face::{Column, Face, Field, Row, RowRole, Table};
use crate::domain::catalog::Purpose;
use crate::domain::order::OrderKind;
use crate::flows::goods::counted;
use crate::flows::machine::Machine;
use crate::flows::set_up::{
    Bins, BinsDraft, DraftLine, FilesDraft, ItemDraft, Line, OrderDraft, Receipt, SEEN, Standing, State,
    Step, TRACKINGS,
};

/// Returns the lines of what a company needs, or the answers given for one of them.
pub fn face(state: &State) -> Face {
    let (mut face, standing) = (Face::new("Set up", state.prompt()), state.standing());
    match state.step_now() {
        Step::Choose => face.table = Some(lines(standing, state.marked())),
        Step::Named(_) => {
            let company = Some(standing.company.clone()).filter(|name| !name.is_empty());
            face.fields = vec![
                asked("Company", company),
                Field::given("Currency", standing.money.clone()),
            ];
        }
        Step::Site(draft) => {
            let code = draft.code().map(ToString::to_string);
            face.fields = vec![asked("Site", code), Field::wanted("Name", "")];
        }
        Step::Bins(draft) => of_bins(&mut face, draft),
        Step::Item(draft) => of_item(&mut face, draft),
        Step::Order(draft) => of_order(&mut face, draft, standing),
        Step::Receipt => face.table = Some(told(&RECEIPT)),
        Step::Files(draft) => of_files(&mut face, draft),
    }
    face
}

/// What a first receipt is made of.
const RECEIPT: [&str; 4] = [
    "Scan the item",
    "Scan RECEIVING",
    "UNDO takes it back",
    "and leads back here",
];

fn told(texts: &[&str]) -> Table {
    let rows = texts.iter().map(|text| Row::plain([*text])).collect();
    table(vec![Column::left("How", 0)], rows)
}

fn table(columns: Vec<Column>, rows: Vec<Row>) -> Table {
    Table {
        columns,
        rows,
        selected: None,
        offset: 0,
    }
}

/// Returns a field that is known, or still wanted.
fn asked(label: &str, value: Option<String>) -> Field {
    match value {
        Some(value) => Field::given(label, value),
        None => Field::wanted(label, ""),
    }
}

fn lines(standing: &Standing, marked: Option<Line>) -> Table {
    let row = |(number, line): (i32, &Line)| {
        let role = match marked {
            Some(marked) if marked == *line => RowRole::Current,
            _ if line.is_there(standing) => RowRole::Done,
            _ => RowRole::Plain,
        };
        Row::new(
            role,
            [number.to_string(), line.word().to_owned(), now(*line, standing)],
        )
    };
    let mut table = numbered("What", "Now", (1..).zip(Line::ALL).map(row).collect());
    table.selected = marked.map(|line| line.number() - 1);
    table
}

fn choices<'t>(title: &str, texts: impl Iterator<Item = &'t str>) -> Table {
    let row = |(number, text): (i32, &str)| Row::plain([number.to_string(), text.to_owned(), String::new()]);
    numbered(title, "", (1..).zip(texts).map(row).collect())
}

fn numbered(title: &str, beside: &str, rows: Vec<Row>) -> Table {
    let columns = vec![
        Column::right("#", 0),
        Column::left(title, 0),
        Column::left(beside, 1),
    ];
    table(columns, rows)
}

/// Returns what there is of a line now.
fn now(line: Line, standing: &Standing) -> String {
    let trade = |kind: OrderKind| match &standing.trade(kind).open {
        Some(order) => format!("{} is {}", order.order_no, order.state),
        None if standing.trade(kind).is_begun => "none is open".to_owned(),
        None => String::new(),
    };
    match line {
        Line::Company => standing.company.clone(),
        Line::Currency => standing.money.clone(),
        Line::Site => match &standing.site {
            Some(site) => format!("{} {}", site.site, site.name),
            None => String::new(),
        },
        Line::Bins if standing.site_code() != standing.home => {
            format!("{} at {}", seen(standing.bins, "bin"), standing.site_code())
        }
        Line::Bins => seen(standing.bins, "bin"),
        Line::Item => seen(standing.items, "item"),
        Line::Purchase => trade(OrderKind::Purchase),
        Line::Receipt => match standing.receipt {
            Receipt::None => "receive, then UNDO".to_owned(),
            Receipt::Made => "received".to_owned(),
            Receipt::TakenBack => "received and taken back".to_owned(),
            Receipt::Past => "goods move already".to_owned(),
        },
        Line::Sale => trade(OrderKind::Sales),
        Line::Files => seen(standing.people, "badge"),
    }
}

/// Returns how many things there are, as far as they were counted.
fn seen(things: usize, what: &str) -> String {
    if SEEN < things {
        return format!("more than {}", counted(SEEN, what));
    }
    counted(things, what)
}

fn of_bins(face: &mut Face, draft: &BinsDraft) {
    let Some(bins) = draft.bins() else {
        return;
    };
    let Some(purpose) = draft.purpose() else {
        // What they are was told with the question, and a hand-held has room for the list alone.
        let purposes = Purpose::ALL.iter().map(|purpose| purpose.word());
        face.table = Some(choices("For", purposes));
        return;
    };
    let Bins { first, last, .. } = bins;
    face.fields = vec![
        Field::given("First", first.clone()),
        Field::given("Last", last.clone()),
        Field::optional("Bins", bins.count.to_string()),
        Field::given("For", purpose.word()),
    ];
    if 0 < bins.known {
        face.fields.push(Field::given("Known", bins.known.to_string()));
    }
    if let Some((from, to)) = draft.walk() {
        face.fields.push(Field::given("Walk", format!("{from} to {to}")));
    }
}

fn of_item(face: &mut Face, draft: &ItemDraft) {
    if draft.asks_tracking() {
        let texts = TRACKINGS.iter().map(|(_, text)| *text);
        face.table = Some(choices("Label says", texts));
        return;
    }
    face.fields = vec![
        asked("Item", draft.code().map(ToString::to_string)),
        asked("Name", draft.name().map(ToOwned::to_owned)),
    ];
    face.fields.push(Field::wanted("Barcode", ""));
}

fn of_files(face: &mut Face, draft: &FilesDraft) {
    face.sentences = true;
    let looked = draft.looked();
    let lines =
        |lines: &[String]| -> Vec<Row> { lines.iter().map(|line| Row::plain([line.clone()])).collect() };
    if !draft.wrong().is_empty() {
        face.table = Some(table(vec![Column::left("To mend", 0)], lines(draft.wrong())));
        return;
    }
    let mut rows: Vec<Row> = Vec::new();
    if looked.kinds.is_empty() {
        let command = format!("binledger import --templates {}", draft.folder());
        face.fields = vec![
            Field::given("Folder", draft.folder()),
            Field::given("Files", "items.csv, users.csv ..."),
            Field::given("Begin", command),
        ];
    } else {
        let kinds = looked.kinds.iter();
        let kinds: Vec<String> = kinds.map(|(kind, rows)| format!("{kind} {rows}")).collect();
        rows.push(Row::plain([format!("{}: {}", looked.told(), kinds.join(", "))]));
    }
    let others = looked.others.iter();
    rows.extend(others.map(|name| {
        Row::new(
            RowRole::Warn,
            [format!("{name} is not read: no such kind of file")],
        )
    }));
    rows.extend(lines(&looked.does));
    if !rows.is_empty() {
        face.table = Some(table(vec![Column::left("What it does", 0)], rows));
    }
}

fn of_order(face: &mut Face, draft: &OrderDraft, standing: &Standing) {
    let line = match draft.kind() {
        OrderKind::Purchase => Line::Purchase,
        OrderKind::Sales => Line::Sale,
    };
    line.word().clone_into(&mut face.title);
    if standing.has_sites {
        face.fields.push(Field::given("Site", standing.home.to_string()));
    }
    face.fields.extend([
        asked("Order", draft.number().map(ToString::to_string)),
        asked("With", draft.party().map(|party| party.name.clone())),
    ]);
    if let Some((item, qty)) = draft.at_hand() {
        face.fields.push(Field::given("Item", item.item.to_string()));
        face.fields
            .push(asked("How many", qty.map(|qty| qty.to_string())));
    }
    let parties = &standing.trade(draft.kind()).made_of.parties;
    if draft.number().is_some() && draft.party().is_none() && !parties.is_empty() {
        face.table = Some(choices("With", parties.iter().map(|party| party.name.as_str())));
    }
    if !draft.lines_so_far().is_empty() {
        let row = |line: &DraftLine| Row::plain([line.goods(), line.price.to_string()]);
        let columns = vec![Column::left("Goods", 0), Column::right("Price", 1)];
        face.table = Some(table(columns, draft.lines_so_far().iter().map(row).collect()));
    }
}
