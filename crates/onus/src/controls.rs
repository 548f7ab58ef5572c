//! `onus controls`: the library.

use crate::answer::{Answer, BOLD, styled};
use crate::problem::Problem;
use onus_assess::Library;
use onus_assess::controls::Control;
use serde::Serialize;
use std::io::{self, Write};

/// What `onus controls` answers.
#[derive(Serialize)]
pub(crate) struct Controls {
    controls: Vec<Control>,
}

/// All controls of the library.
pub(crate) fn all() -> Result<Controls, Problem> {
    Ok(Controls { controls: Library::standard()?.controls().cloned().collect() })
}

impl Answer for Controls {
    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        for control in &self.controls {
            writeln!(out, "{}  {}", styled(BOLD, &control.id), control.title)?;
            for act in &control.acts {
                let often = act.cadence.map_or_else(|| "once".to_owned(), |cadence| format!("every {cadence}"));
                writeln!(out, "    {}: {often}, {}: {}", act.id, act.role, act.title)?;
            }
        }
        Ok(())
    }
}
