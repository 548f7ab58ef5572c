//! The papers of a version together: what they attach to failing, and which papers and clauses they name that are not there.

use crate::papers::documents;
use crate::problem::{Problem, printable};
use crate::reading::is_table;
use crate::workspace::Workspace;
use onus_agreement::{Deal, Options, Parties, is_paper, structure};
use onus_assess::fact::AgreementVersion;
use onus_assess::{Line, Moment};
use onus_terms::{
    Actor, AgreementId, Basis, Citation, Consequence, ConsequenceKind, Digest, DocumentText, Incorporated,
    Responsibility, ResponsibilityId, Structure,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// A consequence as an agreement states it.
#[derive(Serialize)]
pub(crate) struct Told {
    pub(crate) kind: ConsequenceKind,
    /// Who may act.
    pub(crate) actor: Actor,
    /// Which failure brings it, in the agreement's words.
    pub(crate) trigger: String,
    pub(crate) citation: Citation,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) lead_in: Option<Citation>,
}

/// A consequence that hangs on a responsibility.
#[derive(Serialize)]
pub(crate) struct Hanging {
    #[serde(flatten)]
    pub(crate) told: Rc<Told>,
    /// Why it hangs on the responsibility.
    pub(crate) basis: Basis,
    /// The definition that leads to the responsibility, where one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) through: Option<Rc<Citation>>,
}

/// A consequence of any breach of an agreement.
#[derive(Serialize)]
pub(crate) struct General {
    pub(crate) agreement: AgreementId,
    #[serde(flatten)]
    pub(crate) told: Rc<Told>,
}

/// What agreements attach to failing.
#[derive(Default)]
pub(crate) struct Consequences {
    /// By responsibility, what should be feared most first.
    pub(crate) hanging: BTreeMap<ResponsibilityId, Vec<Hanging>>,
    /// What any breach brings.
    pub(crate) general: Vec<General>,
}

/// What the agreements of some responsibilities attach to failing, as they are in force at a moment.
pub(crate) fn consequences(
    workspace: &Workspace,
    agreements: &[AgreementId],
    moment: Moment,
) -> Result<Consequences, Problem> {
    let lines = onus_assess::status(&workspace.record, &workspace.library, moment).lines;
    let mut found = Consequences::default();
    for agreement in agreements {
        let own: Vec<&Line> = lines.iter().filter(|line| line.agreement == *agreement).collect();
        let Some(newest) = own.iter().map(|line| line.version).max() else { continue };
        let versions = workspace.record.versions(agreement);
        let Some(version) = versions.iter().rev().find(|version| version.fact.version == newest) else { continue };
        let readings: Vec<Responsibility> = own.iter().filter_map(|line| reading(workspace, line)).collect();
        let ids: Vec<&ResponsibilityId> = own.iter().map(|line| &line.responsibility).collect();
        for structure in structures(workspace, &version.fact, &readings)? {
            found.take(agreement, structure, &ids);
        }
    }
    for hanging in found.hanging.values_mut() {
        hanging.sort_by_key(|hanging| (hanging.told.kind, hanging.basis, hanging.told.citation.place.span));
    }
    found.general.sort_by(|one, other| (&one.agreement, one.told.kind).cmp(&(&other.agreement, other.told.kind)));
    Ok(found)
}

/// What was read of a line that is in force, with what a person put right.
fn reading(workspace: &Workspace, line: &Line) -> Option<Responsibility> {
    let history = workspace.record.history(&line.responsibility)?;
    let restated = history.restated.iter().rev().find(|again| again.fact.version == line.version);
    let reading =
        restated.map(|again| &again.fact.reading).or(history.proposed.last().map(|first| &first.fact.reading))?;
    let Line { kind, party, areas, .. } = line;
    Some(Responsibility { kind: *kind, party: *party, areas: areas.clone(), ..reading.clone() })
}

/// How the papers of a version are built, read again from the vault.
fn structures(
    workspace: &Workspace,
    version: &AgreementVersion,
    responsibilities: &[Responsibility],
) -> Result<Vec<Structure>, Problem> {
    let AgreementVersion { called_customer, called_provider, .. } = version;
    let options = Options { customer: called_customer.clone(), provider: called_provider.clone() };
    let documents = documents(workspace, version)?;
    let papers: Vec<(Digest, &str)> =
        documents.iter().map(|(name, document)| (document.content.digest, *name)).collect();
    let deal = Deal { responsibilities, papers: &papers };
    // A matrix attaches nothing to failing.
    let prose = documents.iter().filter(|(_, document)| !is_table(document.format));
    let texts = prose.map(|(_, document)| &document.content);
    Ok(texts.map(|text| structure(text, &Parties::of(text, &options), &deal)).collect())
}

impl Consequences {
    fn take(&mut self, agreement: &AgreementId, structure: Structure, ids: &[&ResponsibilityId]) {
        let definitions: Vec<Rc<Citation>> =
            structure.definitions.into_iter().map(|found| Rc::new(found.citation)).collect();
        // A page that was captured twice says nothing twice.
        let mut known: BTreeSet<(ConsequenceKind, Rc<str>, Option<&ResponsibilityId>)> = BTreeSet::new();
        for consequence in structure.consequences {
            let Consequence { kind, actor, trigger, citation, lead_in, general, links } = consequence;
            let all = lead_in.iter().chain([&citation]).flat_map(|citation| citation.quote.chars());
            let letters: String = all.filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
            let letters: Rc<str> = letters.into();
            let told = Rc::new(Told { kind, actor, trigger, citation, lead_in });
            for link in links {
                let Some(id) = ids.get(link.responsibility) else { continue };
                if !known.insert((kind, Rc::clone(&letters), Some(id))) {
                    continue;
                }
                let through = link.through.and_then(|place| definitions.get(place)).cloned();
                let hanging = Hanging { told: Rc::clone(&told), basis: link.basis, through };
                self.hanging.entry((*id).clone()).or_default().push(hanging);
            }
            if general && known.insert((kind, letters, None)) {
                self.general.push(General { agreement: agreement.clone(), told });
            }
        }
    }
}

/// A paper that another one names, and whether it is among those given.
#[derive(Serialize)]
pub(crate) struct Named {
    #[serde(flatten)]
    pub(crate) incorporated: Incorporated,
    /// Whether it was given too.
    pub(crate) given: bool,
}

/// The papers that a paper names, held against those that were given.
pub(crate) fn named(own: &DocumentText, incorporated: Vec<Incorporated>, given: &[(Digest, &str)]) -> Vec<Named> {
    let there = |incorporated: &Incorporated| {
        given.iter().any(|(digest, name)| *digest != own.digest && is_paper(incorporated, name))
    };
    incorporated.into_iter().map(|incorporated| Named { given: there(&incorporated), incorporated }).collect()
}

/// What is named in the papers of a version and is not among them.
pub(crate) fn missing(contents: &[(&str, DocumentText, Parties)]) -> Vec<String> {
    let papers: Vec<(Digest, &str)> = contents.iter().map(|(name, text, _)| (text.digest, *name)).collect();
    let mut notices = Vec::new();
    for (name, text, parties) in contents {
        let mut structure = structure(text, parties, &Deal::default());
        let named = named(text, std::mem::take(&mut structure.incorporated), &papers);
        notices.extend(absent(&structure, &named).into_iter().map(|notice| format!("{name}: {notice}")));
    }
    notices
}

/// More names than these are only counted.
const MOST_TOLD: usize = 6;

/// What somebody should know of papers and clauses that are named and are not there, in at most two sentences.
pub(crate) fn absent(structure: &Structure, named: &[Named]) -> Vec<String> {
    let mut notices = Vec::new();
    let papers = named.iter().filter(|named| !named.given).map(|named| {
        let url = named.incorporated.url.as_deref().map(|url| format!(" ({})", printable(url))).unwrap_or_default();
        format!("{}{url}", printable(&named.incorporated.name))
    });
    notices.extend(told("binds you to papers that were not given", papers));
    let nowhere = structure.references.iter().filter(|reference| reference.clauses.is_empty() && !reference.elsewhere);
    let mut words: Vec<String> = nowhere.map(|reference| printable(&reference.citation.quote)).collect();
    words.sort();
    words.dedup();
    notices.extend(told("points at clauses that are not in it", words.into_iter()));
    notices
}

fn told(what: &str, names: impl Iterator<Item = String>) -> Option<String> {
    let all: Vec<String> = names.collect();
    let first = all.get(..all.len().min(MOST_TOLD)).unwrap_or(&[]).join(", ");
    let more = all.len().saturating_sub(MOST_TOLD);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!all.is_empty()).then(|| format!("{what}: {first}{rest}"))
}
