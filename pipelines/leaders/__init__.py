"""Which leaders an article names: `docs/tagging.md` tells the rules, in the order in which `finding.py` uses them.

What is known, made ready:
    lexicon.py            the leaders' names and titles, to be looked for
    state_words.py        the words for states, movements and ministries
    name_forms.py         the forms of a name, and what may be written together with it
    holder_forms.py       further forms, for the one or two persons whom a title can mean
    near_names.py         foreign names in a spelling that no table holds
    titles.py             which leader a title can mean on a day
    holders.py            who held an office on a day, and whom of them words name
What stands in the text:
    finding_hits.py       every name and title; of two that overlap, the longer
    hits.py               a name or title before anybody decided whom it means
    longer_chains.py      full names with more fathers than the tables hold
    family_names.py       bare family names of those whom the article names by another form
    titled_names.py       gives each name the title beside it
    ministers.py          a minister's title with more fields, and its country at the end
    relative_titles.py    titles that get office or country from what stands before
    holder_names.py       holders beside their titles, by names that no table holds
Who is meant by none of it:
    guards.py             asks all of the following of each name
    fathers.py            names that go on: a leader's own fathers, or another's
    middle_names.py       a full name with middle names is still his
    other_persons.py      another first name, a further one, a kinsman
    place_guards.py       a street, a university, a ship
    work_guards.py        a singer, a footballer
    private_work.py       a namesake who is told of by his work, not by the leader's office
Whom a name means:
    evidence.py           a full name speaks for itself, a bare one needs evidence
    candidates.py         whom a name can mean, by day, titles and countries
    context.py            what the article says of a bare name
    company.py            whom it means among other leaders
    joined_names.py       names joined by «and»
    bearers.py            who was named clearly before
    rulers.py             who rules a country that the article names
    mentions.py           names that are known to mean a leader, with the rule
Whom a title alone means:
    role_mentions.py      its holder on the day
    named_holders.py      him whom the article names by it
    bare_titles.py        a title without a country, by the article and the newspaper
    article_countries.py  of which countries the article tells
    title_guards.py       what says that a title means somebody else, or nobody
    unknown_names.py      a name that no table holds stands before it
And:
    finding.py            all of it, in order
    homes.py              of which countries and organisations the leaders are
    names_of_places.py    leaders in whose names a country stands
"""
