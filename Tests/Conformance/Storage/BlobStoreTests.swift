import Glibc
import Testing

@testable import Storage

@Suite struct BlobStoreTests {
  /// A folder that goes with the test.
  private final class Folder {
    let path: String
    init() {
      var template = Array("/tmp/blob-store-tests-XXXXXX".utf8CString)
      path = mkdtemp(&template).map { String(cString: $0) } ?? ""
    }
    deinit { _ = system("rm -rf '\(path)'") }
  }

  private func write(_ bytes: [UInt8], in store: BlobStore) throws -> BlobWriter {
    let file = try store.create()
    try bytes.withUnsafeBytes { try file.write($0) }
    try file.finish()
    return file
  }

  private func exists(_ store: BlobStore, _ id: BlobStore.ID) -> Bool { (try? store.open(id)) != nil }

  @Test(arguments: [false, true])
  func keepsWhatIsFinished(_ durable: Bool) throws {
    let folder = Folder()
    let store = try BlobStore(folder: folder.path, isDurable: durable)
    let kept = try write([1, 2, 3, 4], in: store)
    kept.keep()
    let blob = try store.open(kept.id)
    var room = [UInt8](repeating: 0, count: 2)
    try room.withUnsafeMutableBytes { try blob.read(at: 1, into: $0) }
    #expect(room == [2, 3])
    #expect(throws: IOError.self) { try room.withUnsafeMutableBytes { try blob.read(at: 3, into: $0) } }
    store.delete(kept.id)
    #expect(!exists(store, kept.id))
    store.close()
  }

  @Test func forgetsWhatNobodyKept() throws {
    let folder = Folder()
    let store = try BlobStore(folder: folder.path, isDurable: false)
    var id: BlobStore.ID
    do { id = try write([1], in: store).id }
    #expect(!exists(store, id))
    do {
      let released = try write([1], in: store)
      released.keep()
      released.release()
      id = released.id
    }
    #expect(!exists(store, id))
    store.close()
  }

  @Test func sweepsWhatEarlierRunsLeft() async throws {
    let folder = Folder()
    let first = try BlobStore(folder: folder.path, isDurable: false)
    let named = try write([1], in: first)
    let orphan = try write([2], in: first)
    named.keep()
    orphan.keep()
    first.close()
    let second = try BlobStore(folder: folder.path, isDurable: false)
    let fresh = try write([3], in: second)
    fresh.keep()
    await second.sweep { ids in Set(ids.filter { $0 == named.id }) }
    #expect(exists(second, named.id))
    #expect(!exists(second, orphan.id))
    #expect(exists(second, fresh.id))
    second.close()
  }

  /// Servers that start at once do not take each other's private folder for a dead one's.
  @Test func privateFoldersDoNotMeet() async throws {
    let kept = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<32 {
        group.addTask {
          guard let store = try? BlobStore(folder: nil, isDurable: false) else { return false }
          defer { store.close() }
          guard let file = try? store.create(), (try? file.finish()) != nil else { return false }
          return (try? store.open(file.id)) != nil
        }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(kept == 32)
  }

  @Test func runsJobsInOrderOfTheirBeginning() async {
    let threads = BlobThreads(count: 1)
    let numbers = await withTaskGroup(of: Int.self) { group in
      for number in 0..<20 { group.addTask { await threads.run { number } } }
      return await group.reduce(into: Set<Int>()) { $0.insert($1) }
    }
    #expect(numbers == Set(0..<20))
    threads.stop()
  }
}
