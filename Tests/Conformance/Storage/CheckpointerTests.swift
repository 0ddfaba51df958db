import Glibc
import Storage
import Testing

/// The WAL under load: bounded, and nothing of it lost.
struct CheckpointerTests {
  private func size(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
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
}
