use chrono::TimeDelta;
use icalendar::{Alarm, Calendar, Component, Event, EventLike, Property, ValueType};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use onus_assess::ActLine;
use onus_terms::ResponsibilityId;

/// An act that falls due, with what a reader of a calendar wants to know.
#[derive(Clone, Debug)]
pub struct Task<'a> {
    /// The responsibilities that it serves, with what each asks, as read from the agreement.
    pub duties: Vec<(&'a ResponsibilityId, &'a str)>,
    /// Who owns it, by name.
    pub owner: Option<&'a str>,
    /// The act; without a due date it does not come into the calendar.
    pub act: &'a ActLine,
}

/// How long before the day a reminder comes.
const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// An iCalendar file (RFC 5545): one all-day event for each task on its due date in `zone`, with a reminder a week
/// before, unless that has passed. The first duty of a task names its event: whoever puts the oldest first gets the same
/// identifier again, so that importing the file again moves events instead of doubling them; `log` keeps those of two
/// workspaces apart. Nothing is written as recurring: when an act falls due next follows from when it was done.
pub fn calendar(log: &str, made: Timestamp, zone: &TimeZone, tasks: &[Task<'_>]) -> String {
    let mut calendar = Calendar::empty();
    calendar
        .append_property(("VERSION", "2.0"))
        .append_property(("PRODID", concat!("-//Onus//onus ", env!("CARGO_PKG_VERSION"), "//EN")));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    calendar.name("Onus: what falls due");
    let stamp = made.strftime("%Y%m%dT%H%M%SZ").to_string();
    for task in tasks {
        let (Some(due), Some((first, _))) = (task.act.due, task.duties.first()) else { continue };
        let day = due.to_zoned_datetime(zone.clone()).date();
        let Ok(next) = day.tomorrow() else { continue };
        let uid = format!("{first}.{}.{}@{log}", task.act.control, task.act.act);
        let mut event = Event::new();
        event
            .uid(&uid)
            .add_property("DTSTAMP", &stamp)
            .append_property(date("DTSTART", day))
            .append_property(date("DTEND", next))
            .add_property("TRANSP", "TRANSPARENT")
            .summary(&clean(&task.act.title))
            .description(&description(task));
        // A reminder of a day that has passed would ring at once.
        if due.saturating_sub(WEEK).is_ok_and(|reminded| reminded > made) {
            let mut reminder = Alarm::display(&clean(&task.act.title), -TimeDelta::days(7));
            // Set by hand, since the library would take them from the clock and from chance.
            reminder.uid(&format!("reminder.{uid}")).add_property("DTSTAMP", &stamp);
            event.alarm(reminder.done());
        }
        calendar.push(event.done());
    }
    calendar.to_string()
}

fn date(name: &str, day: jiff::civil::Date) -> Property {
    Property::new(name, day.strftime("%Y%m%d").to_string()).append_parameter(ValueType::Date).done()
}

fn description(task: &Task<'_>) -> String {
    let mut lines = vec![format!("{} ({})", task.act.control, task.act.role)];
    lines.extend(task.duties.iter().map(|(id, duty)| format!("{id}: {}", clean(duty))));
    lines.extend(task.owner.map(|owner| format!("Owner: {}", clean(owner))));
    lines.extend(task.act.reason.as_ref().map(|reason| clean(&reason.text)));
    lines.join("\n")
}

/// Words from outside in one line, without control characters.
fn clean(text: &str) -> String {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use onus_assess::Standing;

    fn act(title: &str, due: Option<&str>) -> ActLine {
        ActLine {
            control: "identity.access-review".parse().unwrap(),
            act: "review".to_owned(),
            title: title.to_owned(),
            role: "security lead".to_owned(),
            last: None,
            due: due.map(|due| due.parse().unwrap()),
            status: Standing::Due,
            backed_by: None,
            reason: None,
        }
    }

    #[test]
    fn what_another_program_reads_is_what_falls_due() {
        let id = ResponsibilityId::new("r-4k7w2m9").unwrap();
        let hostile = "Review, all; roles\r\nEND:VCALENDAR\nBEGIN:VEVENT";
        let dated = act(hostile, Some("2026-03-31T22:30:00Z"));
        let undated = act("Never", None);
        let task = |act| Task { duties: vec![(&id, "Review every role — “all”.")], owner: Some("Ada"), act };
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let made = "2026-03-01T10:00:00Z".parse().unwrap();
        let text = calendar("onus.local/x", made, &zone, &[task(&dated), task(&undated)]);
        assert!(text.lines().all(|line| line.len() <= 75), "lines are folded: {text}");
        let read: Calendar = text.parse().unwrap();
        let events: Vec<&Event> = read.components.iter().filter_map(|component| component.as_event()).collect();
        assert_eq!(events.len(), 1, "{text}");
        assert_eq!(events[0].get_uid(), Some("r-4k7w2m9.identity.access-review.review@onus.local/x"));
        assert_eq!(events[0].property_value("DTSTART"), Some("20260401"), "the day in Berlin");
        assert_eq!(events[0].property_value("DTEND"), Some("20260402"));
        assert_eq!(events[0].get_summary(), Some("Review, all; roles END:VCALENDAR BEGIN:VEVENT"));
        assert!(text.contains("TRIGGER:-PT604800S"), "a week before: {text}");
        assert!(text.contains("PRODID:-//Onus//onus") && !text.contains("ICALENDAR-RS"), "{text}");
        let late = calendar("onus.local/x", "2026-03-28T10:00:00Z".parse().unwrap(), &zone, &[task(&dated)]);
        assert!(!late.contains("VALARM"), "its reminder would have been earlier: {late}");
        assert_eq!(
            calendar("onus.local/x", made, &zone, &[task(&dated)]),
            calendar("onus.local/x", made, &zone, &[task(&dated)])
        );
    }
}
