import Protocols
import Runtime
import Support
import Testing

@testable import Glue

/// The operations on partitions, and the expression of GetPartitions.
@Suite struct PartitionOperationsTests {
  private func house(_ keys: [(String, String)], _ partitions: [[String]]) async throws -> GlueHouse {
    let glue = try GlueHouse()
    try await glue.database("d")
    try await glue.table("t", in: "d", keys: keys)
    for values in partitions { try await glue.partition(values, of: "t", in: "d") }
    return glue
  }

  @Test(arguments: [
    ("year = 2024", ["2024/a", "2024/b"]), ("year = '2024'", ["2024/a", "2024/b"]), ("year>9", ["2024/a", "2024/b"]),
    ("10 > year", ["9/a"]), ("year <> 9", ["2024/a", "2024/b"]), ("year != 9 AND k='a'", ["2024/a"]),
    ("(k = 'b' OR year < 10) and not (year = 1)", ["2024/b", "9/a"]), ("k IN ('b', 'c')", ["2024/b"]),
    ("k NOT IN ('b')", ["2024/a", "9/a"]), ("year BETWEEN 9 AND 100", ["9/a"]),
    ("year not between 9 and 100", ["2024/a", "2024/b"]), ("k LIKE '_'", ["2024/a", "2024/b", "9/a"]),
    ("k LIKE '%b%'", ["2024/b"]), ("`k` like 'A'", []), ("\"k\"='a' and YEAR >= 2024", ["2024/a"]),
    ("k IS NULL", []), ("k is not null", ["2024/a", "2024/b", "9/a"]),
  ])
  func selects(_ expression: String, _ expected: [String]) async throws {
    let glue = try await house([("year", "int"), ("k", "string")], [["2024", "b"], ["9", "a"], ["2024", "a"]])
    let found = try await glue.select(expression, of: "t", in: "d")
    #expect(found.map { $0.joined(separator: "/") } == expected)
    await glue.house.stop()
  }

  @Test func comparesByTheKeysType() async throws {
    let glue = try await house(
      [("n", "decimal(10,2)"), ("day", "date"), ("at", "timestamp"), ("s", "varchar(5)")],
      [
        ["9.50", "2026-01-02", "2026-01-02 03:04:05.600", "10"],
        ["10", "2026-02-01", "2026-01-02 03:04:05", "9"],
        ["__HIVE_DEFAULT_PARTITION__", "2026-03-01", "2026-01-02 03:04:06", "x"],
      ])
    func days(_ expression: String) async throws -> [String] {
      try await glue.select(expression, of: "t", in: "d").map { $0[1] }
    }
    #expect(try await days("n < 10.0") == ["2026-01-02"])
    #expect(try await days("n = 9.5") == ["2026-01-02"])
    #expect(try await days("n >= 0 or n < 0") == ["2026-02-01", "2026-01-02"])
    #expect(try await days("n IS NULL") == ["2026-03-01"])
    #expect(try await days("day > date '2026-01-31' and day < '2026-02-28'") == ["2026-02-01"])
    #expect(try await days("at = timestamp '2026-01-02 03:04:05.6'") == ["2026-01-02"])
    #expect(try await days("s < '9'") == ["2026-01-02"])
    await glue.house.stop()
  }

  @Test(arguments: [
    ("other = 1", "Unknown column 'other'"), ("year = 'x'", "\"x\" is not an integer."),
    ("year =", "Unsupported expression 'year ='"), ("year = 1 extra", "Unsupported expression 'year = 1 extra'"),
    ("year LIKE '1%'", "Unsupported expression 'year LIKE '1%''"), ("(year = 1", "Unsupported expression '(year = 1'"),
    ("k = 'open", "Unsupported expression 'k = 'open'"), ("year", "Unsupported expression 'year'"),
  ])
  func refuses(_ expression: String, _ message: String) async throws {
    let glue = try await house([("year", "int"), ("k", "string")], [])
    do throws(AWSError) {
      _ = try await glue.select(expression, of: "t", in: "d")
      Issue.record("it was taken")
    } catch {
      #expect(error.code == "InvalidInputException")
      #expect(error.message == message)
    }
    await glue.house.stop()
  }

  @Test func refusesDeepNesting() async throws {
    let glue = try await house([("k", "string")], [])
    let deep = String(repeating: "(", count: 900) + "k = 'a'" + String(repeating: ")", count: 900)
    do throws(AWSError) {
      _ = try await glue.select(deep, of: "t", in: "d")
      Issue.record("it was taken")
    } catch {
      #expect(error.code == "InvalidInputException")
    }
    await glue.house.stop()
  }

  @Test func pagesWithoutLosingOrRepeating() async throws {
    let glue = try await house([("k", "int")], [])
    for start in stride(from: 0, to: 250, by: 100) {
      let output = try await glue.house.call(BatchCreatePartition.self) {
        $0[BatchCreatePartition.Input.databaseName] = "d"
        $0[BatchCreatePartition.Input.tableName] = "t"
        $0[BatchCreatePartition.Input.partitionInputList] = (start..<min(start + 100, 250)).map {
          GlueHouse.partition(["\($0)"])
        }
      }
      #expect(output[BatchCreatePartition.Output.errors]?.isEmpty == true)
    }
    var token: String?
    var found: [Int] = []
    repeat {
      let output = try await glue.house.call(GetPartitions.self) {
        $0[GetPartitions.Input.databaseName] = "d"
        $0[GetPartitions.Input.tableName] = "t"
        $0[GetPartitions.Input.maxResults] = 60
        $0[GetPartitions.Input.nextToken] = token
        $0[GetPartitions.Input.expression] = "k < 200"
        $0[GetPartitions.Input.excludeColumnSchema] = true
      }
      let page = output[GetPartitions.Output.partitions] ?? []
      #expect(page.count <= 60)
      #expect(page.allSatisfy { !($0[Partition.storageDescriptor]?.has(StorageDescriptor.columns) ?? true) })
      found += page.compactMap { Int($0[Partition.values]?.first ?? "") }
      token = output[GetPartitions.Output.nextToken]
    } while token != nil
    #expect(found.sorted() == Array(0..<200))
    await glue.house.stop()
  }

  @Test func segmentsCoverEverythingOnce() async throws {
    let glue = try await house([("k", "string")], ["a", "b", "c", "d", "e"].map { [$0] })
    var all: [String] = []
    for number in 0..<3 {
      let output = try await glue.house.call(GetPartitions.self) {
        $0[GetPartitions.Input.databaseName] = "d"
        $0[GetPartitions.Input.tableName] = "t"
        $0[GetPartitions.Input.segment] = .with {
          $0[Segment.segmentNumber] = Int32(number)
          $0[Segment.totalSegments] = 3
        }
      }
      all += (output[GetPartitions.Output.partitions] ?? []).flatMap { $0[Partition.values] ?? [] }
    }
    #expect(all.sorted() == ["a", "b", "c", "d", "e"])
    await glue.house.stop()
  }

  @Test func addsGetsChangesAndDeletes() async throws {
    let glue = try await house([("a", "string"), ("b", "string")], [["x", "y"]])
    let wrong = await glue.house.error(CreatePartition.self) {
      $0[CreatePartition.Input.databaseName] = "d"
      $0[CreatePartition.Input.tableName] = "t"
      $0[CreatePartition.Input.partitionInput] = GlueHouse.partition(["x"])
    }
    #expect(wrong?.code == "InvalidInputException")
    // The same letters in other values are another partition.
    try await glue.partition(["xy", ""].map { $0.isEmpty ? "-" : $0 }, of: "t", in: "d")
    let batch = try await glue.house.call(BatchCreatePartition.self) {
      $0[BatchCreatePartition.Input.databaseName] = "d"
      $0[BatchCreatePartition.Input.tableName] = "t"
      $0[BatchCreatePartition.Input.partitionInputList] = [
        GlueHouse.partition(["x", "y"]), GlueHouse.partition(["n", "n"]),
      ]
    }
    let errors = batch[BatchCreatePartition.Output.errors] ?? []
    #expect(errors.map { $0[PartitionError.partitionValues] } == [["x", "y"]])
    #expect(errors.first?[PartitionError.errorDetail]?[ErrorDetail.errorCode] == "AlreadyExistsException")
    _ = try await glue.house.call(UpdatePartition.self) {
      $0[UpdatePartition.Input.databaseName] = "d"
      $0[UpdatePartition.Input.tableName] = "t"
      $0[UpdatePartition.Input.partitionValueList] = ["n", "n"]
      $0[UpdatePartition.Input.partitionInput] = GlueHouse.partition(["m", "m"])
    }
    let got = try await glue.house.call(BatchGetPartition.self) {
      $0[BatchGetPartition.Input.databaseName] = "d"
      $0[BatchGetPartition.Input.tableName] = "t"
      $0[BatchGetPartition.Input.partitionsToGet] = [["n", "n"], ["m", "m"]].map { values in
        .with { $0[PartitionValueList.values] = values }
      }
    }
    #expect((got[BatchGetPartition.Output.partitions] ?? []).map { $0[Partition.values] } == [["m", "m"]])
    let deleted = try await glue.house.call(BatchDeletePartition.self) {
      $0[BatchDeletePartition.Input.databaseName] = "d"
      $0[BatchDeletePartition.Input.tableName] = "t"
      $0[BatchDeletePartition.Input.partitionsToDelete] = [["m", "m"], ["q", "q"]].map { values in
        .with { $0[PartitionValueList.values] = values }
      }
    }
    #expect(deleted[BatchDeletePartition.Output.errors]?.count == 1)
    _ = try await glue.house.call(DeletePartition.self) {
      $0[DeletePartition.Input.databaseName] = "d"
      $0[DeletePartition.Input.tableName] = "t"
      $0[DeletePartition.Input.partitionValues] = ["x", "y"]
    }
    let gone = await glue.house.error(GetPartition.self) {
      $0[GetPartition.Input.databaseName] = "d"
      $0[GetPartition.Input.tableName] = "t"
      $0[GetPartition.Input.partitionValues] = ["x", "y"]
    }
    #expect(gone?.code == "EntityNotFoundException")
    #expect(gone?.message == "Cannot find partition.")
    await glue.house.stop()
  }
}
