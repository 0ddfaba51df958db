package import Protocols
package import Runtime
package import Storage

/// Amazon CloudWatch Logs (https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/Welcome.html), on one
/// page: what it is on the wire, what it can do, who sweeps behind it.
///
/// `@unchecked Sendable`: only the Loop touches it; workers come back to the Loop through `Cloud`.
package final class LogsService: Service, @unchecked Sendable {
  package static let description = ServiceDescription(
    name: "logs", title: "CloudWatch Logs", model: "logs/2014-03-28", signingName: "logs",
    targetPrefix: "Logs_20140328", protocols: [.awsJSON(version: "1.1")], validationCode: "InvalidParameterException",
    internalCode: "ServiceUnavailableException", bodyLimit: 8 << 20)

  package static let unbuilt = UnbuiltOperation.named(
    """
    AssociateKmsKey AssociateSourceToS3TableIntegration CancelExportTask CancelImportTask CreateDelivery
    CreateExportTask CreateImportTask CreateLogAnomalyDetector CreateLookupTable CreateScheduledQuery
    DeleteAccountPolicy DeleteDataProtectionPolicy DeleteDelivery DeleteDeliveryDestination
    DeleteDeliveryDestinationPolicy DeleteDeliverySource DeleteDestination DeleteIndexPolicy DeleteIntegration
    DeleteLogAnomalyDetector DeleteLookupTable DeleteMetricFilter DeleteQueryDefinition DeleteResourcePolicy
    DeleteScheduledQuery DeleteTransformer DescribeAccountPolicies
    DescribeConfigurationTemplates DescribeDeliveries DescribeDeliveryDestinations DescribeDeliverySources
    DescribeDestinations DescribeExportTasks DescribeFieldIndexes DescribeImportTaskBatches DescribeImportTasks
    DescribeIndexPolicies DescribeLookupTables DescribeMetricFilters DescribeQueries DescribeQueryDefinitions
    DescribeResourcePolicies DisassociateKmsKey DisassociateSourceFromS3TableIntegration
    GetDataProtectionPolicy GetDelivery GetDeliveryDestination GetDeliveryDestinationPolicy GetDeliverySource
    GetIntegration GetLogAnomalyDetector GetLogFields GetLogGroupFields GetLogObject GetLogRecord GetLookupTable
    GetQueryResults GetScheduledQuery GetScheduledQueryHistory GetTransformer ListAggregateLogGroupSummaries
    ListAnomalies ListIntegrations ListLogAnomalyDetectors ListLogGroups ListLogGroupsForQuery ListScheduledQueries
    ListSourcesForS3TableIntegration PutAccountPolicy PutBearerTokenAuthentication PutDataProtectionPolicy
    PutDeliveryDestination PutDeliveryDestinationPolicy PutDeliverySource PutDestination PutDestinationPolicy
    PutIndexPolicy PutIntegration PutLogGroupDeletionProtection PutMetricFilter PutQueryDefinition PutResourcePolicy
    PutTransformer StartLiveTail StartQuery StopQuery TestMetricFilter TestTransformer
    UpdateAnomaly UpdateDeliveryConfiguration UpdateLogAnomalyDetector UpdateLookupTable UpdateScheduledQuery
    """)

  package var operations: [OperationEntry] {
    [
      OperationEntry(CreateLogGroup.self, on: self),
      OperationEntry(CreateLogStream.self, on: self),
      OperationEntry(DeleteLogGroup.self, on: self),
      OperationEntry(DeleteLogStream.self, on: self),
      OperationEntry(DeleteRetentionPolicy.self, on: self),
      OperationEntry(DeleteSubscriptionFilter.self, on: self),
      OperationEntry(DescribeLogGroups.self, on: self),
      OperationEntry(DescribeLogStreams.self, on: self),
      OperationEntry(DescribeSubscriptionFilters.self, on: self),
      OperationEntry(FilterLogEvents.self, on: self),
      OperationEntry(GetLogEvents.self, on: self),
      OperationEntry(ListTagsForResource.self, on: self),
      OperationEntry(ListTagsLogGroup.self, on: self),
      OperationEntry(PutLogEvents.self, on: self),
      OperationEntry(PutRetentionPolicy.self, on: self),
      OperationEntry(PutSubscriptionFilter.self, on: self),
      OperationEntry(TagLogGroup.self, on: self),
      OperationEntry(TagResource.self, on: self),
      OperationEntry(UntagLogGroup.self, on: self),
      OperationEntry(UntagResource.self, on: self),
    ]
  }

  let store: LogsStore
  let setting: ServiceSetting

  package init(_ database: Database, _ setting: ServiceSetting) throws {
    store = try LogsStore(database)
    self.setting = setting
  }

  package func start() {
    let worker = SubscriptionWorker(store: LoopOnly(store), setting: setting, signal: store.deliverySignal)
    setting.workers.spawn("logs subscriptions") { await worker.run() }
    scheduleSweep()
  }

  package func reset(account: String?) throws(AWSError) { try store.deleteAll(of: account) }

  package func counts() throws(AWSError) -> [(name: String, count: Int)] { [("logGroups", try store.count())] }

  /// Appends events of one of the emulator's own services, in the order of their times, whatever their number. The group
  /// and the stream are made when they are missing. A step of its own on the Loop.
  package func append(
    _ events: [(time: Timestamp, message: String)], group: String, stream: String, account: String, region: String
  ) throws(AWSError) {
    let now = Int(setting.clock.milliseconds)
    let found = try store.group(account, region, group)
    let place = if let found { found } else { try store.createGroup(account, region, group, now: now) }
    let known = try store.stream(stream, in: place.id)
    let target = if let known { known } else { try store.createStream(stream, in: place.id, now: now) }
    // AWS takes no empty message.
    let kept = events.compactMap { event in
      event.message.isEmpty ? nil : (time: Int(event.time.milliseconds), message: event.message)
    }
    try store.append(kept, to: target, now: now)
  }

  // MARK: Sweeping: events past their retention, and those of deleted groups and streams, go in pages

  private static let sweepInterval: Int64 = 60_000

  private func sweepPage() async -> Bool? {
    await setting.cloud.step { [self] () throws(AWSError) -> Bool in
      try store.sweep(now: Int(setting.clock.milliseconds))
    }
  }

  private func scheduleSweep() {
    setting.workers.at(milliseconds: setting.clock.milliseconds + LogsService.sweepInterval) { [self] in
      setting.workers.spawn("logs sweep") { [self] in
        while await sweepPage() == true {}
        setting.cloud.loop.post { [self] in scheduleSweep() }
      }
    }
  }
}
