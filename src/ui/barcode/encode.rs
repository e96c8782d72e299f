//! The encoders: bytes in, bare modules out, row by row.

use super::GS;
use barcoders::sym::code128::Code128;
use datamatrix::data::EncodationType;
use datamatrix::placement::MatrixMap;
use datamatrix::{DataMatrixBuilder, SymbolList};
use qrcode::bits::Bits;
use qrcode::{Color, EcLevel, QrCode, Version};

/// GS as a codeword of the ASCII encodation, and FNC1 (ISO/IEC 16022, table 2).
const GS_WORD: u8 = GS + 1;
const FNC1_WORD: u8 = 232;

/// FNC1 in the alphabet of the Code 128 encoder, and the character sets A and B.
const FNC1: char = '\u{179}';
const SET_A: char = '\u{c0}';
const SET_B: char = '\u{181}';

/// What an encoder returns: the width, and the modules row by row.
type Modules = (usize, Vec<bool>);

/// Returns the smallest square symbol. Only the ASCII encodation is used: in it a codeword 30 is GS and nothing else,
/// so that it can become FNC1, as makers of GS1 labels write it.
pub(super) fn data_matrix(data: &[u8], gs1: bool) -> Option<Modules> {
    let encoded = DataMatrixBuilder::new()
        .with_encodation_types(EncodationType::Ascii)
        .with_symbol_list(SymbolList::default().enforce_square())
        .with_macros(false)
        .with_fnc1_start(gs1)
        .encode(data)
        .ok()?;
    let mut words = encoded.data_codewords().to_vec();
    if gs1 {
        let separators = words.iter_mut().filter(|word| **word == GS_WORD);
        separators.for_each(|word| *word = FNC1_WORD);
    }
    let correction = datamatrix::errorcode::encode_error(&words, encoded.size);
    words.extend(correction);
    let bitmap = MatrixMap::new_with_codewords(&words, encoded.size).bitmap();
    Some((bitmap.width(), bitmap.bits().to_vec()))
}

/// Returns the smallest symbol that survives some glare (level M). FNC1 in first position announces element strings; GS
/// separates them in byte mode (ISO/IEC 18004, 7.4.8).
pub(super) fn qr(data: &[u8], gs1: bool) -> Option<Modules> {
    let code = (1..=40).find_map(|version| {
        let version = Version::Normal(version);
        let mut bits = Bits::new(version);
        if gs1 {
            bits.push_fnc1_first_position().ok()?;
        }
        bits.push_byte_data(data).ok()?;
        bits.push_terminator(EcLevel::M).ok()?;
        QrCode::with_bits(bits, EcLevel::M).ok()
    })?;
    let dark = code.to_colors().into_iter().map(|color| color == Color::Dark);
    Some((code.width(), dark.collect()))
}

/// Returns one row of bars: character set B, or A where there are control characters, which B lacks.
pub(super) fn code_128(data: &[u8], gs1: bool) -> Option<Modules> {
    let own_separator = |byte: &u8| gs1 && *byte == GS;
    let controls = data.iter().any(|byte| *byte < b' ' && !own_separator(byte));
    let mut text = String::from(if controls { SET_A } else { SET_B });
    if gs1 {
        text.push(FNC1);
    }
    for byte in data {
        text.push(if own_separator(byte) {
            FNC1
        } else {
            char::from(*byte)
        });
    }
    let bars = Code128::new(text).ok()?.encode();
    let dark: Vec<bool> = bars.into_iter().map(|bar| bar == 1).collect();
    Some((dark.len(), dark))
}
