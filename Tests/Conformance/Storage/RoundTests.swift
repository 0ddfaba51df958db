import Storage
import Testing

/// The transaction of one turn of the Loop.
struct RoundTests {
  struct Refused: Error {}

  let database: Database
  let insert: Statement
  let select: Statement

  init() throws {
    database = try Database(path: nil)
    try database.execute("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)")
    insert = try database.prepare("INSERT INTO things (name) VALUES (?)")
    select = try database.prepare("SELECT name FROM things ORDER BY id")
  }

  func names() throws -> [String] { try select.all([]) { $0.text(0) } }

  @Test func anOperationThatThrowsTakesBackItsWritesAlone() throws {
    let round = database.round!
    try round.operation { try insert.run(.text("first")) }
    #expect(throws: Refused.self) {
      try round.operation {
        try insert.run(.text("second"))
        try insert.run(.text("third"))
        throw Refused()
      }
    }
    try round.operation { try insert.run(.text("fourth")) }
    try round.commit()
    #expect(try names() == ["first", "fourth"])
  }

  @Test func theFirstOperationOfARoundIsTakenBackToo() throws {
    let round = database.round!
    #expect(throws: Refused.self) {
      try round.operation {
        try insert.run(.text("first"))
        throw Refused()
      }
    }
    try round.operation { try insert.run(.text("second")) }
    try round.commit()
    #expect(try names() == ["second"])
  }

  @Test func hotValuesAndFollowUpsGoWithTheRows() throws {
    let round = database.round!
    let count = Hot(0)
    var told: [Int] = []
    round.operation {
      count.set(1, in: round)
      round.afterCommit { told.append(1) }
    }
    #expect(throws: Refused.self) {
      try round.operation {
        count.set(2, in: round)
        count.set(3, in: round)
        round.afterCommit { told.append(2) }
        throw Refused()
      }
    }
    #expect(count.value == 1)
    #expect(told.isEmpty)
    try round.commit()
    #expect(told == [1])
  }

  @Test func aLoneWriteNeedsNoSavepointAndIsCommitted() throws {
    let round = database.round!
    for name in ["first", "second", "third"] {
      try round.operation {
        insert.bind(1, name)
        try insert.runAlone()
      }
    }
    // Work outside of an operation may follow in the same turn.
    try insert.run(.text("posted"))
    try round.commit()
    #expect(try names() == ["first", "second", "third", "posted"])
  }

  @Test func aLoneWriteThatFailsLeavesTheRestOfTheRound() throws {
    let round = database.round!
    try round.operation { try insert.run(.text("first")) }
    #expect(throws: DatabaseError.self) {
      try round.operation {
        insert.bind(1, "first")
        try insert.runAlone()
      }
    }
    try round.operation { try insert.run(.text("second")) }
    try round.commit()
    #expect(try names() == ["first", "second"])
  }

  @Test func lentBytesAreStored() throws {
    let round = database.round!
    try database.execute("CREATE TABLE bytes (id INTEGER PRIMARY KEY, text TEXT NOT NULL, blob BLOB NOT NULL)")
    let statement = try database.prepare("INSERT INTO bytes (text, blob) VALUES (?, ?)")
    for bytes in [[], Array("żółw".utf8)] as [[UInt8]] {
      try round.operation {
        try bytes.withUnsafeBufferPointer { lent in
          statement.bind(lentText: 1, lent)
          statement.bind(lent: 2, UnsafeRawBufferPointer(lent))
          try statement.runAlone()
        }
      }
    }
    try round.commit()
    let rows = try database.prepare("SELECT text, blob FROM bytes ORDER BY id").all([]) { ($0.text(0), $0.blob(1)) }
    #expect(rows.map(\.0) == ["", "żółw"])
    #expect(rows.map(\.1) == [[], Array("żółw".utf8)])
  }
}
