import Protocols
import Runtime
import Support
import Testing

@testable import Glue

/// A house with Glue alone, and the few definitions that its tests need.
struct GlueHouse {
  let house: TestHouse

  init() throws { house = try TestHouse(starts: true) { [try GlueService($0, $1)] } }

  func database(_ name: String) async throws(AWSError) {
    _ = try await house.call(CreateDatabase.self) {
      $0[CreateDatabase.Input.databaseInput] = .with { $0[DatabaseInput.name] = name }
    }
  }

  static func table(_ name: String, keys: [(String, String)] = []) -> Values<TableInput> {
    .with {
      $0[TableInput.name] = name
      $0[TableInput.storageDescriptor] = .with {
        $0[StorageDescriptor.location] = "s3://lake/\(name)/"
        $0[StorageDescriptor.columns] = [column("id", "bigint")]
        $0[StorageDescriptor.serdeInfo] = .with {
          $0[SerDeInfo.serializationLibrary] = "org.openx.data.jsonserde.JsonSerDe"
          $0[SerDeInfo.parameters] = ["b": "2", "a": "1"]
        }
      }
      $0[TableInput.partitionKeys] = keys.map { column($0.0, $0.1) }
    }
  }

  static func column(_ name: String, _ type: String) -> Values<Column> {
    .with {
      $0[Column.name] = name
      $0[Column.type] = type
    }
  }

  func table(_ name: String, in database: String, keys: [(String, String)] = []) async throws(AWSError) {
    _ = try await house.call(CreateTable.self) {
      $0[CreateTable.Input.databaseName] = database
      $0[CreateTable.Input.tableInput] = GlueHouse.table(name, keys: keys)
    }
  }

  static func partition(_ values: [String]) -> Values<PartitionInput> {
    .with {
      $0[PartitionInput.values] = values
      $0[PartitionInput.storageDescriptor] = .with {
        $0[StorageDescriptor.location] = "s3://lake/" + values.joined(separator: "/")
        $0[StorageDescriptor.columns] = [column("id", "bigint")]
      }
    }
  }

  func partition(_ values: [String], of table: String, in database: String) async throws(AWSError) {
    _ = try await house.call(CreatePartition.self) {
      $0[CreatePartition.Input.databaseName] = database
      $0[CreatePartition.Input.tableName] = table
      $0[CreatePartition.Input.partitionInput] = GlueHouse.partition(values)
    }
  }

  /// The values of the partitions that the expression selects.
  func select(
    _ expression: String?, of table: String, in database: String
  ) async throws(AWSError) -> [[String]] {
    let output = try await house.call(GetPartitions.self) {
      $0[GetPartitions.Input.databaseName] = database
      $0[GetPartitions.Input.tableName] = table
      $0[GetPartitions.Input.expression] = expression
    }
    return (output[GetPartitions.Output.partitions] ?? []).map { $0[Partition.values] ?? [] }
  }
}

extension GlueHouse {
  func wire(_ action: String, _ body: String) async -> ClientAnswer {
    await house.json("AWSGlue.\(action)", body, service: "glue")
  }

  func given(_ action: String, _ body: String) async {
    let answer = await wire(action, body)
    #expect(answer.status == 200, "\(answer.text)")
  }
}
