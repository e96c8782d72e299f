//! First in, first out: what an issue takes from which layer.

use crate::domain::amount::{AmountError, Money, Qty};
use crate::domain::stock::Layer;

/// A part of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Quantity.
    pub qty: Qty,
    /// Value.
    pub value: Money,
}

/// Returns the part that `wanted` takes from a layer: `round(value × wanted / quantity)`, half away from zero, and the
/// whole value with the last unit.
///
/// # Errors
/// Fails if the layer is empty.
pub fn take(layer: &Layer, wanted: Qty) -> Result<Part, AmountError> {
    let qty = wanted.min(layer.qty);
    let value = layer.value.share(qty, layer.qty)?;
    Ok(Part { qty, value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layer_sold_singly_gives_its_value_to_the_cent() {
        let mut layer = Layer {
            item: "A".into(),
            site: "S".into(),
            seq: 1,
            qty: Qty::units(3),
            value: Money(1000),
            received: chrono::NaiveDate::default(),
            lot: "".into(),
        };
        let mut costs = Vec::new();
        while Qty::ZERO < layer.qty {
            let part = take(&layer, Qty::ONE).unwrap();
            costs.push(part.value.0);
            layer.qty -= part.qty;
            layer.value -= part.value;
        }
        assert_eq!(costs, [333, 334, 333]);
        assert_eq!(layer.value, Money::ZERO);
    }
}
