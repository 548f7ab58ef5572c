//! `onus exposure`: the protections that hang on responsibilities.

use crate::answer::{Answer, BOLD, DIM, counted, styled};
use crate::arguments;
use crate::deal::{General, Hanging, Told, consequences};
use crate::problem::{Problem, printable};
use crate::selecting::filtered;
use crate::status::{heading, moment};
use crate::workspace::Workspace;
use onus_assess::{Line, Moment, Standing};
use onus_terms::{Actor, AgreementId};
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::{self, Write};

/// What `onus exposure` answers.
#[derive(Serialize)]
pub(crate) struct Exposure<'a> {
    #[serde(skip)]
    workspace: &'a Workspace,
    #[serde(flatten)]
    moment: Moment,
    /// How many responsibilities with consequences are failing, overdue or unproven.
    at_risk: usize,
    /// What any breach of an agreement brings.
    general: Vec<General>,
    /// The responsibilities with consequences of their own, those to worry about first.
    exposed: Vec<Exposed>,
}

#[derive(Serialize)]
struct Exposed {
    line: Line,
    /// Whether it is failing, overdue or unproven.
    at_risk: bool,
    /// What should be feared most first.
    consequences: Vec<Hanging>,
}

/// The consequences that hang on the responsibilities that pass a filter.
pub(crate) fn exposure<'a>(workspace: &'a Workspace, given: &arguments::Exposure) -> Result<Exposure<'a>, Problem> {
    let moment = moment(workspace, &given.times)?;
    let lines = filtered(workspace, &given.filter, moment)?.lines;
    let agreements: BTreeSet<AgreementId> = lines.iter().map(|line| line.agreement.clone()).collect();
    let agreements: Vec<AgreementId> = agreements.into_iter().collect();
    let mut found = consequences(workspace, &agreements, moment)?;
    let exposed = lines.into_iter().filter_map(|line| {
        let consequences = found.hanging.remove(&line.responsibility)?;
        Some(Exposed { at_risk: risky(line.status), line, consequences })
    });
    let mut exposed: Vec<Exposed> = exposed.filter(|exposed| exposed.at_risk || !given.at_risk).collect();
    exposed.sort_by_key(|exposed| {
        let worst = exposed.consequences.first().map(|hanging| hanging.told.kind);
        (exposed.line.status, worst, exposed.line.citation.place.span)
    });
    let at_risk = exposed.iter().filter(|exposed| exposed.at_risk).count();
    Ok(Exposure { workspace, moment, at_risk, general: found.general, exposed })
}

/// Whether a responsibility that stands so lets its consequences loose.
fn risky(standing: Standing) -> bool {
    matches!(standing, Standing::Failing | Standing::Overdue | Standing::Unproven)
}

impl Answer for Exposure<'_> {
    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        let count = counted(self.exposed.len(), "responsibility", "responsibilities");
        let verb = if self.exposed.len() == 1 { "has" } else { "have" };
        let when = self.workspace.clock_time(self.moment.as_of);
        let title = format!("As of {when}: {count} {verb} consequences of their own, {} at risk now", self.at_risk);
        writeln!(out, "{}", styled(BOLD, title))?;
        for exposed in &self.exposed {
            heading(self.workspace, &exposed.line, out)?;
            hanging(&exposed.consequences, out)?;
        }
        if !self.general.is_empty() {
            writeln!(out, "\n{}", styled(BOLD, "Any breach of the agreement brings"))?;
        }
        for general in &self.general {
            let head = format!("{} {}  {}", general.told.kind, actor(general.told.actor), general.agreement);
            clause(&head, &general.told, out)?;
        }
        Ok(())
    }
}

/// The consequences that hang on one responsibility.
pub(crate) fn hanging(consequences: &[Hanging], out: &mut dyn Write) -> io::Result<()> {
    for hanging in consequences {
        let head = format!("{} {} ({})", hanging.told.kind, actor(hanging.told.actor), hanging.basis);
        clause(&head, &hanging.told, out)?;
        if let Some(through) = &hanging.through {
            writeln!(out, "        {}", styled(DIM, format!("through “{}”", short(&through.quote))))?;
        }
    }
    Ok(())
}

fn clause(head: &str, told: &Told, out: &mut dyn Write) -> io::Result<()> {
    let Told { citation, lead_in, .. } = told;
    let place = &citation.place;
    let clause = place.clause.as_deref().or(place.heading.as_deref()).map(printable).unwrap_or_default();
    let before = lead_in.as_ref().map(|lead_in| format!("{} ", short(&lead_in.quote))).unwrap_or_default();
    writeln!(out, "    {head}  {}", styled(DIM, clause))?;
    writeln!(out, "        “{before}{}”", short(&citation.quote))
}

/// As people say who may act.
fn actor(actor: Actor) -> &'static str {
    match actor {
        Actor::Provider => "by the provider",
        Actor::Either => "by either party",
        _ => "of itself",
    }
}

/// A quote that is not too long to look at; `--json` has it whole.
fn short(quote: &str) -> String {
    const MOST: usize = 300;
    let plain = printable(quote);
    if plain.chars().count() <= MOST { plain } else { plain.chars().take(MOST).chain(['…']).collect() }
}
