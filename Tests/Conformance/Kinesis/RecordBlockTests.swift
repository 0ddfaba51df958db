import Protocols
import Storage
import Testing

@testable import Kinesis

/// Records in blocks: as values, and under operations that fail.
struct RecordBlockTests {
  struct Refused: Error {}

  let database: Database
  let store: KinesisStore
  let stream: Stream
  var shard: StreamShard { stream.shards[0] }
  var round: Round { store.round }

  init() throws {
    database = try Database(path: nil)
    try Migrator.open(database)
    store = try KinesisStore(database)
    var settings = StreamSettings()
    settings.retentionHours = 24
    stream = try store.create("000000000000", "us-east-1", "s", settings, shardCount: 2, now: 1_700_000_000_000)
    try round.commit()
  }

  func put(_ text: String, key: String = "k", at now: Int = 1_700_000_000_000) throws {
    _ = try store.append(Array(text.utf8), key, to: shard, store.beginAppend(to: stream, now: now))
  }

  func texts(from counter: Int = 1, limit: Int = 10_000) throws -> [String] {
    var found: [String] = []
    try store.records(of: shard, from: counter, limit: limit) { record in
      found.append(String(decoding: record.data, as: UTF8.self))
      return true
    }
    return found
  }

  func rows() throws -> Int {
    try database.prepare("SELECT count(*) FROM kinesis_blocks").first([]) { $0.int(0) } ?? -1
  }

  @Test func aBlockGivesBackWhatWasPut() {
    var block = RecordBlock(first: 7, time: 1000, isEncrypted: false)
    let key = String(repeating: "ñ", count: 256)
    block.append([], "a", time: 1000)
    let mark = block.mark
    block.append([0, 255, 10], key, time: 1001)
    block.append(Array(repeating: 9, count: 70_000), "b", time: 1 << 41)
    var seen: [(Int, Int, String, Int)] = []
    block.bytes.withUnsafeBytes {
      RecordBlock.read($0, first: block.first) { counter, time, key, data in
        seen.append((counter, time, String(decoding: key, as: UTF8.self), data.count))
        return true
      }
    }
    #expect(seen.map(\.0) == [7, 8, 9])
    #expect(seen.map(\.1) == [1000, 1001, 1 << 41])
    #expect(seen.map(\.2) == ["a", key, "b"])
    #expect(seen.map(\.3) == [0, 3, 70_000])
    #expect(block.last == 9)
    #expect(!block.takes(encrypted: false))
    block.cut(to: mark)
    #expect(block.last == 7)
    #expect(block.time == 1000)
    #expect(block.takes(encrypted: false))
    #expect(!block.takes(encrypted: true))
    block.withOnly { key, data in
      #expect(key.elementsEqual("a".utf8))
      #expect(data.isEmpty)
    }
  }

  @Test func aRoundIsOneRowAndReadsBeginAnywhereInIt() throws {
    for number in 1...50 { try put("\(number)") }
    #expect(try rows() == 0)
    try round.commit()
    #expect(try rows() == 1)
    try put("alone")
    try round.commit()
    #expect(try rows() == 2)
    #expect(try texts(from: 49) == ["49", "50", "alone"])
    #expect(try texts(from: 20, limit: 2) == ["20", "21"])
    #expect(try texts(from: 51) == ["alone"])
    #expect(try texts(from: 52) == [])
  }

  @Test func aLongRoundIsSeveralRows() throws {
    let text = String(repeating: "x", count: 10_000)
    for _ in 1...20 { try put(text) }
    try round.commit()
    #expect(try rows() == 5)
    #expect(try texts().count == 20)
  }

  @Test func theOperationThatFailsTakesBackItsOwnRecords() throws {
    try round.operation { try put("first") }
    #expect(throws: (any Error).self) {
      try round.operation {
        try put("lost")
        throw Refused()
      }
    }
    try round.operation { try put("second") }
    try round.commit()
    #expect(try texts() == ["first", "second"])
    #expect(shard.tail.counter == 2)
  }

  @Test func aReaderThatFailsLeavesTheRecordsBeforeIt() throws {
    try round.operation { try put("first") }
    // The reader writes the block and is then taken back, the block's row with it.
    #expect(throws: (any Error).self) {
      try round.operation {
        #expect(try texts() == ["first"])
        try put("lost")
        #expect(try texts() == ["first", "lost"])
        throw Refused()
      }
    }
    try round.operation { try put("second") }
    #expect(try texts() == ["first", "second"])
    try round.commit()
    #expect(try texts() == ["first", "second"])
  }

  @Test func aCommitThatFailsTakesBackAllOfTheRound() throws {
    try put("kept")
    try round.commit()
    try round.operation { try put("lost") }
    try database.execute("ALTER TABLE kinesis_blocks RENAME TO away")
    #expect(throws: (any Error).self) { try round.commit() }
    try database.execute("ALTER TABLE away RENAME TO kinesis_blocks")
    #expect(shard.tail.counter == 1)
    try round.operation { try put("next") }
    try round.commit()
    #expect(try texts() == ["kept", "next"])
  }

  @Test func timesAreFoundInsideOfBlocks() throws {
    let start = 1_700_000_000_000
    for number in 0..<10 { try put("a\(number)", at: start + number * 10) }
    try round.commit()
    for number in 0..<10 { try put("b\(number)", at: start + 1000 + number * 10) }
    try round.commit()
    #expect(try store.counter(of: shard, atOrAfter: start - 1) == 1)
    #expect(try store.counter(of: shard, atOrAfter: start + 45) == 6)
    #expect(try store.counter(of: shard, atOrAfter: start + 90) == 10)
    #expect(try store.counter(of: shard, atOrAfter: start + 91) == 11)
    #expect(try store.counter(of: shard, atOrAfter: start + 1090) == 20)
    #expect(try store.counter(of: shard, atOrAfter: start + 1091) == 21)
  }

  @Test func aBlockGoesOnceAllOfItIsTrimmed() throws {
    let start = 1_700_000_000_000
    let day = 86_400_000
    for number in 0..<4 { try put("\(number)", at: start + number * 1000) }
    try round.commit()
    try put("last", at: start + 10_000)
    try round.commit()
    #expect(try store.trimHorizon(of: shard, in: stream, now: start + day + 1500) == 3)
    #expect(try round.operation { try store.sweep(now: Int64(start + day + 1500)) } == false)
    #expect(try rows() == 2)
    #expect(try round.operation { try store.sweep(now: Int64(start + day + 5000)) } == true)
    #expect(try rows() == 1)
    #expect(try store.trimHorizon(of: shard, in: stream, now: start + day + 5000) == 5)
  }

  @Test func recordsOfTheTimeBeforeBlocksAreTakenOver() throws {
    let old = try Database(path: nil)
    try old.execute(
      """
      CREATE TABLE kinesis_records (id INTEGER PRIMARY KEY, time INTEGER NOT NULL, partition_key TEXT NOT NULL,
        data BLOB NOT NULL, encrypted INTEGER);
      INSERT INTO kinesis_records VALUES (\(1 << 40 | 1), 5, 'k', 'one', NULL), (\(1 << 40 | 2), 6, 'k', 'two', NULL);
      """)
    try old.execute(KinesisStore.blocks)
    let found = try old.prepare("SELECT id, first, first_time, time, partition_key, data FROM kinesis_blocks").all([]) {
      [$0.int(0) - 1 << 40, $0.int(1), $0.int(2), $0.int(3)].map(String.init) + [$0.text(4), $0.text(5)]
    }
    #expect(found == [["1", "1", "5", "5", "k", "one"], ["2", "2", "6", "6", "k", "two"]])
  }
}
