"""The demo: a believable small company with half a year of history, in Persian or English.

It stands above every room, as a visitor of all of them, and nothing imports it but the command `sandali demo`.
`fill` writes; `texts/` holds what people say, one folder a language; the builders are

    company     the company, its people, hours and channels
    customers   who comes, how they write
    matters     what they come with: conversations with slots and alternatives, read from texts/
    rhythm      when: opening hours, the week's rhythm, a bad week
    plans       one case from its first word to how it stands now, as steps
    acts        a step as rows and events, dated as it happened
    promises    what was promised, and what came of it
    twins       who stands here twice
    bringing    a file that was brought in
    specials    what only real mail shows: HTML, quotes, a bounce, something unreadable
    endings     what everybody has read and is told of

Nothing is ever queued or sent: answers are written as delivered long ago."""
