import Runtime
import Testing

@testable import Lambda

@Suite struct MappingReaderTests {
  private func shard(_ id: String, _ parents: [String] = []) -> StreamPortDescription.Shard {
    StreamPortDescription.Shard(id: id, parents: parents, isOpen: true)
  }

  @Test func aShardWaitsForItsParents() {
    let shards = [shard("0"), shard("1"), shard("2", ["0", "1"]), shard("3", ["gone"])]
    func readable(_ done: Set<String>) -> [String] { MappingReader.readable(shards, done: done).map(\.id) }
    #expect(readable([]) == ["0", "1", "3"])
    #expect(readable(["0"]) == ["1", "3"])
    #expect(readable(["0", "1"]) == ["2", "3"])
    #expect(readable(["0", "1", "2", "3"]) == [])
  }
}
