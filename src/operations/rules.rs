//! The rules, one file a kind of operation.

mod add_bins;
mod adjust;
mod allocate;
mod allowance;
mod assembly;
mod backdated;
mod backed_up;
mod billing;
mod books;
mod change_method;
mod close_period;
mod count;
mod counted;
mod credit_note;
mod currency;
mod customer_return;
mod dated;
mod define;
mod described;
mod goods;
mod hand_over;
mod here;
mod hold;
pub(super) mod in_group;
mod integration;
mod intercompany;
mod invoice;
mod kit;
mod landed_cost;
mod late;
mod late_count;
mod limit;
mod lines;
mod r#move;
mod pack;
mod people;
mod pick;
mod place_order;
mod plates;
mod post;
mod promises;
mod receive;
mod replenish;
mod restored;
mod revalue;
mod reverse;
mod saying;
mod seal;
mod service_cost;
mod ship;
mod short;
mod short_bins;
mod sources;
mod standard_cost;
mod stated;
mod stock;
mod supplier_return;
mod tasks;
mod tax;
mod transfer;
mod turns;
mod under_count;
mod value;
mod vendor_number;
mod weighed;
mod work;
mod work_order;

use self::books::Books;
use super::change::Halt;
use super::draft::Draft;
use super::log::HEEDED;
use super::request::{Operation, Request};

/// Decides one request, which gets `number` in the log, into the draft, by that version of the rule book; returns what
/// there is to tell about it.
pub(super) fn apply(
    draft: &mut Draft<'_>,
    request: &Request,
    (number, version): (i64, i64),
) -> Result<Option<String>, Halt> {
    let meant;
    let request = if HEEDED <= version {
        meant = stated::meant(draft.view(), request)?;
        &meant
    } else {
        request
    };
    let books = &mut Books::open(draft, request, (number, version))?;
    dated::within_window(books)?;
    let note = perform(books, request)?;
    stated::site(books)?;
    stated::paper(books)?;
    stated::behind(books)?;
    intercompany::one_entity(books)?;
    books.says_nothing_in_vain()?;
    let behind = late_count::settle(books)?;
    value::below::settle(books)?;
    service_cost::settle(books)?;
    backdated::settle(books)?;
    promises::settle(books)?;
    Ok(match (note, behind) {
        (Some(note), Some(behind)) => Some(format!("{note}. {behind}")),
        (note, behind) => note.or(behind),
    })
}

/// Performs the operation that is asked for, whatever its kind.
fn perform(books: &mut Books<'_, '_>, request: &Request) -> Result<Option<String>, Halt> {
    match &request.operation {
        Operation::Define(asked) => define::record(books, &asked.master),
        Operation::AddBins(asked) => add_bins::add(books, asked),
        Operation::PlaceOrder(asked) => place_order::place_order(books, asked),
        Operation::DescribeItem(asked) => define::describe(books, asked),
        Operation::Opening(asked) => receive::opening(books, asked),
        Operation::Receive(asked) => receive::receive(books, asked),
        Operation::Move(asked) => r#move::goods(books, asked),
        Operation::MovePlate(asked) => r#move::plate(books, asked),
        Operation::ChangeStatus(asked) => r#move::status(books, asked),
        Operation::HoldLot(asked) => hold::hold(books, asked),
        Operation::Release(asked) => hold::release(books, asked),
        Operation::Allocate(asked) => {
            promises::refresh(books, &asked.order)?;
            allocate::order(books, &asked.order)
        }
        Operation::GetWork(asked) => work::claim(books, asked),
        Operation::KeepWork(asked) => work::keep(books, asked),
        Operation::TakeOver(asked) => work::take_over(books, asked),
        Operation::Pick(asked) => pick::pick(books, asked),
        Operation::Short(asked) => short::short(books, asked),
        Operation::Pack(asked) => pack::pack(books, asked),
        Operation::CloseParcel(asked) => pack::close(books, asked),
        Operation::Ship(asked) => ship::ship(books, asked),
        Operation::CustomerReturn(asked) => customer_return::take_back(books, asked),
        Operation::Adjust(asked) => adjust::adjust(books, asked),
        Operation::CountOnce(asked) => adjust::count(books, asked),
        Operation::CountOpen(asked) => count::open(books, asked),
        Operation::CountRead(asked) => count::read(books, asked),
        Operation::CountClose(asked) => count::close(books, asked),
        Operation::CountApprove(asked) => count::approve(books, &asked.count),
        Operation::CountAgain(asked) => count::again(books, &asked.count),
        Operation::CountReject(asked) => count::reject(books, &asked.count),
        Operation::Reverse(asked) => reverse::reverse(books, &asked.of),
        Operation::SignIn(asked) => people::sign_in(books, asked),
        Operation::FirstUser(asked) => people::first(books, asked),
        Operation::SetPin(asked) => people::set_pin(books, asked),
        Operation::Unlock(asked) => people::unlock(books, &asked.badge),
        Operation::StandardCost(asked) => standard_cost::change(books, asked),
        Operation::Revalue(asked) => revalue::revalue(books, asked),
        Operation::ChangeMethod(asked) => change_method::change(books, asked),
        Operation::Build(asked) => assembly::build(books, asked),
        Operation::Unbuild(asked) => assembly::unbuild(books, asked),
        Operation::TransferOut(asked) => transfer::out(books, asked),
        Operation::TransferIn(asked) => transfer::arrive(books, asked),
        Operation::TransferClose(asked) => transfer::close(books, asked),
        Operation::WorkOrder(asked) => work_order::place(books, asked),
        Operation::WorkIssue(asked) => work_order::component(books, asked),
        Operation::WorkReport(asked) => work_order::report(books, asked),
        Operation::WorkClose(asked) => work_order::close(books, asked),
        Operation::SalesInvoice(asked) => billing::invoice(books, asked),
        Operation::Integrate(asked) => integration::change(books, asked),
        Operation::Seal(asked) => seal::seal(books, asked),
        Operation::LandedCost(asked) => landed_cost::lay(books, asked),
        Operation::Invoice(asked) if asked.amount.is_negative() => credit_note::below_zero(books, asked),
        Operation::Invoice(asked) => invoice::invoice(books, asked),
        Operation::CreditNote(asked) => credit_note::credit(books, asked),
        Operation::SupplierReturn(asked) => supplier_return::send_back(books, asked),
        Operation::Export(asked) => hand_over::export(books, asked),
        Operation::Acknowledge(asked) => hand_over::acknowledge(books, asked),
        Operation::ReverseBatch(asked) => seal::reverse(books, asked.batch),
        Operation::ClosePeriod(asked) => close_period::close(books, asked),
        Operation::Restored(asked) => restored::note(books, asked),
        Operation::SeeRestoration(asked) => restored::see(books, asked),
        Operation::BackedUp(asked) => backed_up::note(books, asked),
    }
}
