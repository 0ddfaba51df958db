package import Protocols
package import Runtime
package import Storage

/// Amazon DynamoDB (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/Welcome.html), on one page: what it is
/// on the wire, what it can do, who sweeps behind it.
///
/// `@unchecked Sendable`: only the Loop touches it; the sweep comes back to the Loop through `Cloud`.
package final class DynamoDBService: Service, @unchecked Sendable {
  package static let description = ServiceDescription(
    name: "dynamodb", title: "DynamoDB", model: "dynamodb/2012-08-10", signingName: "dynamodb",
    targetPrefix: "DynamoDB_20120810", rpcServiceName: "DynamoDB_20120810",
    protocols: [.awsJSON(version: "1.0"), .rpcV2CBOR], errorPrefix: "com.amazonaws.dynamodb.v20120810",
    internalCode: "InternalServerError", bodyLimit: 16 << 20)

  package static let unbuilt = UnbuiltOperation.named(
    """
    BatchExecuteStatement CreateBackup CreateGlobalTable DeleteBackup DeleteResourcePolicy DescribeBackup
    DescribeContinuousBackups DescribeContributorInsights DescribeExport DescribeGlobalTable
    DescribeGlobalTableSettings DescribeImport DescribeKinesisStreamingDestination DescribeTableReplicaAutoScaling
    DescribeTimeToLive DisableKinesisStreamingDestination EnableKinesisStreamingDestination ExecuteStatement
    ExecuteTransaction ExportTableToPointInTime GetResourcePolicy ImportTable ListBackups ListContributorInsights
    ListExports ListGlobalTables ListImports ListTagsOfResource PutResourcePolicy RestoreTableFromBackup
    RestoreTableToPointInTime TagResource TransactGetItems TransactWriteItems UntagResource UpdateContinuousBackups
    UpdateContributorInsights UpdateGlobalTable UpdateGlobalTableSettings UpdateKinesisStreamingDestination UpdateTable
    UpdateTableReplicaAutoScaling UpdateTimeToLive
    """)

  package var operations: [OperationEntry] {
    [
      OperationEntry(BatchGetItem.self, on: self),
      OperationEntry(BatchWriteItem.self, on: self),
      OperationEntry(CreateTable.self, on: self),
      OperationEntry(DeleteItem.self, on: self),
      OperationEntry(DeleteTable.self, on: self),
      OperationEntry(DescribeEndpoints.self, on: self),
      OperationEntry(DescribeLimits.self, on: self),
      OperationEntry(DescribeTable.self, on: self),
      OperationEntry(GetItem.self, on: self),
      OperationEntry(ListTables.self, on: self),
      OperationEntry(PutItem.self, on: self),
      OperationEntry(Query.self, on: self),
      OperationEntry(Scan.self, on: self),
      OperationEntry(UpdateItem.self, on: self),
    ]
  }

  let store: DynamoDBStore
  private let setting: ServiceSetting
  var ids = IDs()
  private var isSweeping = false
  /// A table was marked while a sweep ran.
  private var isMarked = false

  package init(_ database: Database, _ setting: ServiceSetting) throws {
    store = try DynamoDBStore(database)
    self.setting = setting
  }

  package func start() { sweep() }

  package func reset(account: String?) throws(AWSError) {
    try store.deleteTables(of: account)
    store.round.afterCommit { [self] in sweep() }
  }

  package func counts() throws(AWSError) -> [(name: String, count: Int)] { [("tables", store.tables.count)] }

  // MARK: Sweeping: items of deleted tables go in pages

  /// Called after the commit that marked a table. One sweep runs at a time; what is marked meanwhile is swept after it.
  func sweep() {
    isMarked = true
    if isSweeping { return }
    isSweeping = true
    isMarked = false
    setting.workers.spawn("dynamodb sweep") { [self] in
      while await sweepPage() == true {}
      setting.cloud.loop.post { [self] in
        isSweeping = false
        if isMarked { sweep() }
      }
    }
  }

  private func sweepPage() async -> Bool? {
    await setting.cloud.step { [self] () throws(AWSError) -> Bool in try store.rows.sweep() }
  }
}
