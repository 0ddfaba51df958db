package import Protocols
package import Runtime
package import Storage

/// AWS Glue's Data Catalog (https://docs.aws.amazon.com/glue/latest/webapi/WebAPI_Welcome.html), on one page: databases,
/// tables and partitions as Athena and Firehose know them.
///
/// `@unchecked Sendable`: only the Loop touches it; workers come back to the Loop through `Cloud`.
package final class GlueService: Service, @unchecked Sendable {
  package static let description = ServiceDescription(
    name: "glue", title: "Glue", model: "glue/2017-03-31", signingName: "glue", targetPrefix: "AWSGlue",
    protocols: [.awsJSON(version: "1.1")], messageKey: "Message",
    internalCode: "InternalServiceException")

  package static let unbuilt = UnbuiltOperation.named(
    """
    BatchDeleteConnection BatchDeleteTableVersion BatchGetBlueprints BatchGetCrawlers BatchGetCustomEntityTypes
    BatchGetDataQualityResult BatchGetDevEndpoints BatchGetJobs BatchGetTableOptimizer BatchGetTriggers
    BatchGetWorkflows BatchPutDataQualityStatisticAnnotation BatchStopJobRun BatchUpdatePartition
    CancelDataQualityRuleRecommendationRun CancelDataQualityRulesetEvaluationRun CancelMLTaskRun CancelStatement
    CheckSchemaVersionValidity CreateBlueprint CreateCatalog CreateClassifier CreateColumnStatisticsTaskSettings
    CreateConnection CreateCrawler CreateCustomEntityType CreateDataQualityRuleset CreateDevEndpoint
    CreateGlueIdentityCenterConfiguration CreateIntegration CreateIntegrationResourceProperty
    CreateIntegrationTableProperties CreateJob CreateMLTransform CreatePartitionIndex CreateRegistry CreateSchema
    CreateScript CreateSecurityConfiguration CreateSession CreateTableOptimizer CreateTrigger CreateUsageProfile
    CreateUserDefinedFunction CreateWorkflow DeleteBlueprint DeleteCatalog DeleteClassifier
    DeleteColumnStatisticsForPartition DeleteColumnStatisticsForTable DeleteColumnStatisticsTaskSettings
    DeleteConnection DeleteConnectionType DeleteCrawler DeleteCustomEntityType DeleteDataQualityRuleset
    DeleteDevEndpoint DeleteGlueIdentityCenterConfiguration DeleteIntegration DeleteIntegrationResourceProperty
    DeleteIntegrationTableProperties DeleteJob DeleteMLTransform DeletePartitionIndex DeleteRegistry
    DeleteResourcePolicy DeleteSchema DeleteSchemaVersions DeleteSecurityConfiguration DeleteSession
    DeleteTableOptimizer DeleteTableVersion DeleteTrigger DeleteUsageProfile DeleteUserDefinedFunction
    DeleteWorkflow DescribeConnectionType DescribeEntity DescribeInboundIntegrations DescribeIntegrations
    GetBlueprint GetBlueprintRun GetBlueprintRuns GetCatalog GetCatalogImportStatus GetCatalogs GetClassifier
    GetClassifiers GetColumnStatisticsForPartition GetColumnStatisticsForTable GetColumnStatisticsTaskRun
    GetColumnStatisticsTaskRuns GetColumnStatisticsTaskSettings GetConnection GetConnections GetCrawler
    GetCrawlerMetrics GetCrawlers GetCustomEntityType GetDataCatalogEncryptionSettings GetDataQualityModel
    GetDataQualityModelResult GetDataQualityResult GetDataQualityRuleRecommendationRun GetDataQualityRuleset
    GetDataQualityRulesetEvaluationRun GetDataflowGraph GetDevEndpoint GetDevEndpoints GetEntityRecords
    GetGlueIdentityCenterConfiguration GetIntegrationResourceProperty GetIntegrationTableProperties GetJob
    GetJobBookmark GetJobRun GetJobRuns GetJobs GetMLTaskRun GetMLTaskRuns GetMLTransform GetMLTransforms GetMapping
    GetMaterializedViewRefreshTaskRun GetPartitionIndexes GetPlan GetRegistry GetResourcePolicies GetResourcePolicy
    GetSchema GetSchemaByDefinition GetSchemaVersion GetSchemaVersionsDiff GetSecurityConfiguration
    GetSecurityConfigurations GetSession GetStatement GetTableOptimizer GetTableVersion GetTableVersions GetTags
    GetTrigger GetTriggers GetUnfilteredPartitionMetadata GetUnfilteredPartitionsMetadata GetUnfilteredTableMetadata
    GetUsageProfile GetUserDefinedFunction GetUserDefinedFunctions GetWorkflow GetWorkflowRun
    GetWorkflowRunProperties GetWorkflowRuns ImportCatalogToGlue ListBlueprints ListColumnStatisticsTaskRuns
    ListConnectionTypes ListCrawlers ListCrawls ListCustomEntityTypes ListDataQualityResults
    ListDataQualityRuleRecommendationRuns ListDataQualityRulesetEvaluationRuns ListDataQualityRulesets
    ListDataQualityStatisticAnnotations ListDataQualityStatistics ListDevEndpoints ListEntities
    ListIntegrationResourceProperties ListJobs ListMLTransforms ListMaterializedViewRefreshTaskRuns ListRegistries
    ListSchemaVersions ListSchemas ListSessions ListStatements ListTableOptimizerRuns ListTriggers ListUsageProfiles
    ListWorkflows ModifyIntegration PutDataCatalogEncryptionSettings PutDataQualityProfileAnnotation
    PutResourcePolicy PutSchemaVersionMetadata PutWorkflowRunProperties QuerySchemaVersionMetadata
    RegisterConnectionType RegisterSchemaVersion RemoveSchemaVersionMetadata ResetJobBookmark ResumeWorkflowRun
    RunStatement SearchTables StartBlueprintRun StartColumnStatisticsTaskRun StartColumnStatisticsTaskRunSchedule
    StartCrawler StartCrawlerSchedule StartDataQualityRuleRecommendationRun StartDataQualityRulesetEvaluationRun
    StartExportLabelsTaskRun StartImportLabelsTaskRun StartJobRun StartMLEvaluationTaskRun
    StartMLLabelingSetGenerationTaskRun StartMaterializedViewRefreshTaskRun StartTrigger StartWorkflowRun
    StopColumnStatisticsTaskRun StopColumnStatisticsTaskRunSchedule StopCrawler StopCrawlerSchedule
    StopMaterializedViewRefreshTaskRun StopSession StopTrigger StopWorkflowRun TagResource TestConnection
    UntagResource UpdateBlueprint UpdateCatalog UpdateClassifier UpdateColumnStatisticsForPartition
    UpdateColumnStatisticsForTable UpdateColumnStatisticsTaskSettings UpdateConnection UpdateCrawler
    UpdateCrawlerSchedule UpdateDataQualityRuleset UpdateDevEndpoint UpdateGlueIdentityCenterConfiguration
    UpdateIntegrationResourceProperty UpdateIntegrationTableProperties UpdateJob UpdateJobFromSourceControl
    UpdateMLTransform UpdateRegistry UpdateSchema UpdateSourceControlFromJob UpdateTableOptimizer UpdateTrigger
    UpdateUsageProfile UpdateUserDefinedFunction UpdateWorkflow
    """)

  package var operations: [OperationEntry] {
    [
      OperationEntry(BatchCreatePartition.self, on: self),
      OperationEntry(BatchDeletePartition.self, on: self),
      OperationEntry(BatchDeleteTable.self, on: self),
      OperationEntry(BatchGetPartition.self, on: self),
      OperationEntry(CreateDatabase.self, on: self),
      OperationEntry(CreatePartition.self, on: self),
      OperationEntry(CreateTable.self, on: self),
      OperationEntry(DeleteDatabase.self, on: self),
      OperationEntry(DeletePartition.self, on: self),
      OperationEntry(DeleteTable.self, on: self),
      OperationEntry(GetDatabase.self, on: self),
      OperationEntry(GetDatabases.self, on: self),
      OperationEntry(GetPartition.self, on: self),
      OperationEntry(GetPartitions.self, on: self),
      OperationEntry(GetTable.self, on: self),
      OperationEntry(GetTables.self, on: self),
      OperationEntry(UpdateDatabase.self, on: self),
      OperationEntry(UpdatePartition.self, on: self),
      OperationEntry(UpdateTable.self, on: self),
    ]
  }

  let store: GlueStore
  private let setting: ServiceSetting
  private var isStarted = false

  package init(_ database: Storage.Database, _ setting: ServiceSetting) throws {
    store = try GlueStore(database)
    self.setting = setting
  }

  package func start() {
    isStarted = true
    sweepDropped()
  }

  package func reset(account: String?) throws(AWSError) {
    try store.reset(account: account)
    sweepAfterCommit()
  }

  package func counts() throws(AWSError) -> [(name: String, count: Int)] {
    [("databases", try store.count("glue_databases")), ("tables", try store.count("glue_tables"))]
  }

  /// What a deletion left behind is deleted in pages once the deletion is committed.
  func sweepAfterCommit() { store.round.afterCommit { [self] in sweepDropped() } }

  private func sweepDropped() {
    guard isStarted else { return }
    setting.workers.spawn("glue sweep") { [self] in
      while await setting.cloud.step({ [self] () throws(AWSError) in try store.sweep() }) == true {}
    }
  }
}
