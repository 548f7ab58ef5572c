//! Files that are small and mean far more work than a paper does.

use crate::error::DocumentError;
use flate2::{Decompress, FlushDecompress, Status};
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Dict, Name, Stream};
use hayro_syntax::page::{Page, Resources};
use hayro_syntax::{Filter, Pdf};
use memchr::memmem;

/// The most bytes that one stream unpacks to: a page in colour at 600 points an inch.
const STREAM: usize = 128 * 1024 * 1024;

/// The most bytes that a file unpacks to.
const FILE: usize = 512 * 1024 * 1024;

/// The most bytes of drawing that a file asks for, forms that are drawn again counted again.
const DRAWING: usize = 256 * 1024 * 1024;

/// What drawing a form costs beside its bytes.
const FORM: usize = 256;

/// Forms in forms; the reader itself goes no deeper.
const DEPTH: usize = 50;

/// Unpacks every stream of a file without keeping it, and refuses a file that unpacks to too much.
pub(crate) fn unpacks(bytes: &[u8]) -> Result<(), DocumentError> {
    let mut room = FILE;
    // What is packed may hold the word `stream` again; it is not unpacked again and again.
    let mut fuel = bytes.len().saturating_mul(4).saturating_add(1024);
    for at in memmem::find_iter(bytes, b"stream") {
        let Some(data) = bytes.get(at + 6..).filter(|_| !ends_name(bytes, at)) else { continue };
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        let Some(zlib) = header(data, bytes.get(at.saturating_sub(1024)..at).unwrap_or_default()) else { continue };
        let (read, made) = unpacked(data, zlib, room.min(STREAM));
        room = room.saturating_sub(made);
        fuel = fuel.saturating_sub(read);
        if room == 0 || fuel == 0 || made >= STREAM {
            return Err(DocumentError::Bomb);
        }
    }
    Ok(())
}

fn ends_name(bytes: &[u8], at: usize) -> bool {
    at.checked_sub(3).and_then(|start| bytes.get(start..at)).is_some_and(|before| before == b"end")
}

/// Whether the data of a stream is packed, with a zlib header or, where its dictionary says so, without.
fn header(data: &[u8], dictionary: &[u8]) -> Option<bool> {
    let (first, second) = (*data.first()?, *data.get(1)?);
    let zlib = first & 0x0f == 8 && (u16::from(first) << 8 | u16::from(second)).is_multiple_of(31);
    (zlib || memmem::find(dictionary, b"/Fl").is_some()).then_some(zlib)
}

/// How many bytes are read and made before the stream ends or makes `most`.
fn unpacked(data: &[u8], zlib: bool, most: usize) -> (usize, usize) {
    let mut decoder = Decompress::new(zlib);
    let mut piece = vec![0; 32 * 1024];
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    loop {
        let (read, made) = (decoder.total_in(), decoder.total_out());
        let rest = data.get(count(read)..).unwrap_or_default();
        let status = decoder.decompress(rest, &mut piece, FlushDecompress::None);
        let stuck = decoder.total_in() == read && decoder.total_out() == made;
        if stuck || !matches!(status, Ok(Status::Ok)) || count(decoder.total_out()) >= most {
            return (count(decoder.total_in()), count(decoder.total_out()));
        }
    }
}

/// Refuses streams that are packed more than once, and in a locked file those that unpack to too much: [`unpacks`]
/// could not see into them.
pub(crate) fn layers(pdf: &Pdf, bytes: &[u8]) -> Result<(), DocumentError> {
    let locked = memmem::find(bytes, b"/Encrypt").is_some();
    let mut room = FILE;
    for stream in pdf.objects().into_iter().filter_map(|object| object.into_stream()) {
        let filters = stream.filters();
        let packed =
            |filter: &&Filter| matches!(filter, Filter::FlateDecode | Filter::LzwDecode | Filter::RunLengthDecode);
        if filters.iter().filter(packed).count() > 1 {
            return Err(DocumentError::Bomb);
        }
        if locked && filters.first() == Some(&Filter::FlateDecode) {
            let (_, made) = unpacked(&stream.raw_data(), true, room.min(STREAM));
            room = room.saturating_sub(made);
            if room == 0 || made >= STREAM {
                return Err(DocumentError::Bomb);
            }
        }
    }
    Ok(())
}

/// Counts what the pages of a file ask to be drawn.
#[derive(Debug)]
pub(crate) struct Effort {
    room: usize,
}

impl Effort {
    pub(crate) fn new() -> Self {
        Effort { room: DRAWING }
    }

    /// Counts a page with all forms that it draws, and refuses it where that is too much.
    pub(crate) fn page(&mut self, page: &Page<'_>) -> Result<(), DocumentError> {
        let drawing = page.page_stream().unwrap_or_default();
        self.spend(drawing.len() + FORM)?;
        self.forms(drawing, page.resources(), 0)
    }

    fn spend(&mut self, bytes: usize) -> Result<(), DocumentError> {
        self.room = self.room.checked_sub(bytes).ok_or(DocumentError::Bomb)?;
        Ok(())
    }

    fn forms(&mut self, drawing: &[u8], resources: &Resources<'_>, depth: usize) -> Result<(), DocumentError> {
        if depth >= DEPTH || !has_forms(resources) {
            return Ok(());
        }
        let mut steps = TypedIter::new(drawing);
        while let Some(step) = steps.next() {
            let TypedInstruction::XObject(drawn) = step else { continue };
            let Some(form) = resources.get_x_object(drawn.0).filter(is_form) else { continue };
            self.spend(form.raw_data().len() + FORM)?;
            let Ok(data) = form.decoded_data() else { continue };
            self.spend(data.len())?;
            let own = form.dict().get::<Dict<'_>>(b"Resources".as_slice()).map(Resources::new);
            self.forms(&data, own.as_ref().unwrap_or(resources), depth + 1)?;
        }
        Ok(())
    }
}

fn is_form(stream: &Stream<'_>) -> bool {
    stream.dict().get::<Name<'_>>(b"Subtype".as_slice()).is_some_and(|kind| &*kind == b"Form")
}

fn has_forms(resources: &Resources<'_>) -> bool {
    let names = resources.x_objects.keys();
    names.take(10_000).any(|name| resources.get_x_object(&name).is_some_and(|stream| is_form(&stream)))
}
