import Glibc
import Storage
import Testing

/// The WAL under load: bounded, and nothing of it lost.
struct CheckpointerTests {
  private func size(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  /// Bytes of the file in this process's memory map.
  private func mapped(_ path: String) -> Int {
    guard let file = fopen("/proc/self/maps", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 4096)
    var sum = 0
    while fgets(&line, 4096, file) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      guard text.hasSuffix(path + "\n") else { continue }
      let ends = text.prefix { $0 != " " }.split(separator: "-").compactMap { Int($0, radix: 16) }
      if ends.count == 2 { sum += ends[1] - ends[0] }
    }
    return sum
  }

  @Test(arguments: [Database.Durability.os, .fsync]) func boundsTheLogWhileRoundsGoOn(
    durability: Database.Durability
  ) throws {
    var template = Array("/tmp/cauce-checkpoint-XXXXXX".utf8CString)
    let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
    let path = folder + "/store.sqlite"
    defer {
      for name in ["", "-wal", "-shm"] { unlink(path + name) }
      rmdir(folder)
    }
    let rounds = durability == .os ? 1500 : 300
    let database = try Database(path: path, durability: durability)
    try database.execute("CREATE TABLE things (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)")
    let insert = try database.prepare("INSERT INTO things (id, bytes) VALUES (?, ?)")
    let bytes = [UInt8](repeating: 7, count: 100_000)
    var largest = 0
    for id in 1...rounds {
      try database.round.operation {
        insert.bind(1, id)
        insert.bind(2, bytes)
        try insert.runAlone()
      }
      try database.round.commit()
      largest = max(largest, size(path + "-wal"))
    }
    // 16,384 pages, and some that were written while a checkpoint kept the Loop's own from its turn.
    if durability == .os { #expect(largest < 130 << 20) }
    // Reads find the file mapped, but for what the last checkpoint has added.
    if durability == .os { #expect(mapped(path) > 50 << 20) }
    database.checkpoint()
    database.close()
    #expect(size(path + "-wal") == 0)

    let again = try Database(path: path)
    let found = try again.prepare("SELECT count(*), sum(length(bytes)) FROM things").first([]) {
      ($0.int(0), $0.int(1))
    }
    #expect(found?.0 == rounds)
    #expect(found?.1 == rounds * bytes.count)
    again.close()
  }

  /// Too little for a checkpoint while there is load stands in the file all the same once the load has ended.
  @Test func copiesWhatIsLeftWhenNothingIsWritten() throws {
    var template = Array("/tmp/cauce-checkpoint-XXXXXX".utf8CString)
    let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
    let path = folder + "/store.sqlite"
    defer {
      for name in ["", "-wal", "-shm"] { unlink(path + name) }
      rmdir(folder)
    }
    let database = try Database(path: path, durability: .os)
    try database.execute("CREATE TABLE things (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)")
    let insert = try database.prepare("INSERT INTO things (id, bytes) VALUES (?, ?)")
    let bytes = [UInt8](repeating: 7, count: 4000)
    for id in 1...1000 {
      try database.round.operation {
        insert.bind(1, id)
        insert.bind(2, bytes)
        try insert.runAlone()
      }
      try database.round.commit()
    }
    let deadline = time(nil) + 60
    while size(path) < 1000 * 4000 && time(nil) < deadline { usleep(20_000) }
    #expect(size(path) > 1000 * 4000)
    // What comes afterwards is kept as well.
    try database.round.operation { try database.prepare("DELETE FROM things WHERE id > 10").run() }
    try database.round.commit()
    database.checkpoint()
    database.close()
    let again = try Database(path: path)
    #expect(try again.prepare("SELECT count(*) FROM things").first([]) { $0.int(0) } == 10)
    again.close()
  }
}
