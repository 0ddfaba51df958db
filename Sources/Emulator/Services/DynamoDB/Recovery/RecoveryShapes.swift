import Protocols

enum BackupDetails: StructureShape {
  static let backupARN = Member<String>("BackupArn")
  static let backupName = Member<String>("BackupName")
  static let backupSizeBytes = Member<Int>("BackupSizeBytes")
  static let backupStatus = Member<String>("BackupStatus")
  static let backupType = Member<String>("BackupType")
  static let backupCreationDateTime = Member<Timestamp>("BackupCreationDateTime")
  static let shape = structure(
    "BackupDetails", backupARN, backupName, backupSizeBytes, backupStatus, backupType, backupCreationDateTime)

  static func of(_ backup: Backup, status: String? = nil) -> Values<BackupDetails> {
    .with {
      $0[backupARN] = backup.arn
      $0[backupName] = backup.name
      $0[backupSizeBytes] = backup.bytes
      $0[backupStatus] = status ?? (backup.isAvailable ? "AVAILABLE" : "CREATING")
      $0[backupType] = "USER"
      $0[backupCreationDateTime] = Timestamp(milliseconds: Int64(backup.created))
    }
  }
}

enum BackupDescription: StructureShape {
  static let backupDetails = Member<Values<BackupDetails>>("BackupDetails")
  static let sourceTableDetails = Member<Values<SourceTableDetails>>("SourceTableDetails")
  static let sourceTableFeatureDetails = Member<Values<SourceTableFeatureDetails>>("SourceTableFeatureDetails")
  static let shape = structure("BackupDescription", backupDetails, sourceTableDetails, sourceTableFeatureDetails)

  static func of(_ backup: Backup, status: String? = nil) -> Values<BackupDescription> {
    .with {
      $0[backupDetails] = BackupDetails.of(backup, status: status)
      $0[sourceTableDetails] = SourceTableDetails.of(backup)
      $0[sourceTableFeatureDetails] = SourceTableFeatureDetails.of(backup)
    }
  }
}

enum SourceTableDetails: StructureShape {
  static let tableName = Member<String>("TableName")
  static let tableID = Member<String>("TableId")
  static let tableARN = Member<String>("TableArn")
  static let tableSizeBytes = Member<Int>("TableSizeBytes")
  static let keySchema = Member<[Values<KeySchemaElement>]>("KeySchema")
  static let tableCreationDateTime = Member<Timestamp>("TableCreationDateTime")
  static let provisionedThroughput = Member<Values<ProvisionedThroughput>>("ProvisionedThroughput")
  static let onDemandThroughput = Member<Values<OnDemandThroughput>>("OnDemandThroughput")
  static let itemCount = Member<Int>("ItemCount")
  static let billingMode = Member<String>("BillingMode")
  static let shape = structure(
    "SourceTableDetails", tableName, tableID, tableARN, tableSizeBytes, keySchema, tableCreationDateTime,
    provisionedThroughput, onDemandThroughput, itemCount, billingMode)

  static func of(_ backup: Backup) -> Values<SourceTableDetails> {
    .with { out in
      out[tableName] = backup.tableName
      out[tableID] = backup.tableUUID
      out[tableARN] = backup.tableARN
      out[tableSizeBytes] = backup.bytes
      out[keySchema] = backup.definition[TableDefinition.keySchema]
      out[tableCreationDateTime] = Timestamp(milliseconds: Int64(backup.tableCreated))
      let throughput = backup.definition[TableDefinition.provisionedThroughput]
      out[provisionedThroughput] =
        throughput
        ?? .with {
          $0[ProvisionedThroughput.readCapacityUnits] = 0
          $0[ProvisionedThroughput.writeCapacityUnits] = 0
        }
      out[onDemandThroughput] = backup.definition[TableDefinition.onDemandThroughput]
      out[itemCount] = backup.items
      out[billingMode] = throughput == nil ? "PAY_PER_REQUEST" : "PROVISIONED"
    }
  }
}

enum SourceTableFeatureDetails: StructureShape {
  static let localSecondaryIndexes = Member<[Values<LocalSecondaryIndexInfo>]>("LocalSecondaryIndexes")
  static let globalSecondaryIndexes = Member<[Values<GlobalSecondaryIndexInfo>]>("GlobalSecondaryIndexes")
  static let streamDescription = Member<Values<StreamSpecification>>("StreamDescription")
  static let timeToLiveDescription = Member<Values<DescribeTimeToLive.TimeToLiveDescription>>("TimeToLiveDescription")
  static let shape = structure(
    "SourceTableFeatureDetails", localSecondaryIndexes, globalSecondaryIndexes, streamDescription,
    timeToLiveDescription)

  static func of(_ backup: Backup) -> Values<SourceTableFeatureDetails> {
    .with { out in
      let local = backup.indexes.filter { $0[IndexDefinition.isLocal] }
      let global = backup.indexes.filter { !$0[IndexDefinition.isLocal] }
      if !local.isEmpty {
        out[localSecondaryIndexes] = local.map { index in
          .with {
            $0[LocalSecondaryIndexInfo.indexName] = index[IndexDefinition.indexName]
            $0[LocalSecondaryIndexInfo.keySchema] = index[IndexDefinition.keySchema]
            $0[LocalSecondaryIndexInfo.projection] = index[IndexDefinition.projection]
          }
        }
      }
      if !global.isEmpty {
        out[globalSecondaryIndexes] = global.map { index in
          .with {
            $0[GlobalSecondaryIndexInfo.indexName] = index[IndexDefinition.indexName]
            $0[GlobalSecondaryIndexInfo.keySchema] = index[IndexDefinition.keySchema]
            $0[GlobalSecondaryIndexInfo.projection] = index[IndexDefinition.projection]
            $0[GlobalSecondaryIndexInfo.provisionedThroughput] = index[IndexDefinition.provisionedThroughput]
          }
        }
      }
      if let viewType = backup.viewType {
        out[streamDescription] = .with {
          $0[StreamSpecification.streamEnabled] = true
          $0[StreamSpecification.streamViewType] = viewType
        }
      }
      out[timeToLiveDescription] = .with {
        $0[DescribeTimeToLive.TimeToLiveDescription.timeToLiveStatus] =
          backup.timeToLiveAttribute == nil ? "DISABLED" : "ENABLED"
        $0[DescribeTimeToLive.TimeToLiveDescription.attributeName] = backup.timeToLiveAttribute
      }
    }
  }
}

enum LocalSecondaryIndexInfo: StructureShape {
  static let indexName = Member<String>("IndexName")
  static let keySchema = Member<[Values<KeySchemaElement>]>("KeySchema")
  static let projection = Member<Values<Projected>>("Projection")
  static let shape = structure("LocalSecondaryIndexInfo", indexName, keySchema, projection)
}

enum GlobalSecondaryIndexInfo: StructureShape {
  static let indexName = Member<String>("IndexName")
  static let keySchema = Member<[Values<KeySchemaElement>]>("KeySchema")
  static let projection = Member<Values<Projected>>("Projection")
  static let provisionedThroughput = Member<Values<ProvisionedThroughput>>("ProvisionedThroughput")
  static let shape = structure("GlobalSecondaryIndexInfo", indexName, keySchema, projection, provisionedThroughput)
}

enum ContinuousBackupsDescription: StructureShape {
  static let continuousBackupsStatus = Member<String>("ContinuousBackupsStatus")
  static let pointInTimeRecoveryDescription = Member<Values<PointInTimeRecoveryDescription>>(
    "PointInTimeRecoveryDescription")
  static let shape = structure("ContinuousBackupsDescription", continuousBackupsStatus, pointInTimeRecoveryDescription)

  static func of(_ table: Table, _ recovery: RecoveryStore, now: Timestamp) -> Values<ContinuousBackupsDescription> {
    let present = recovery.recovering[table.id]
    return .with { out in
      // Of every table from its creation, as the API's documentation has it; what can be chosen is the recovery.
      out[continuousBackupsStatus] = "ENABLED"
      out[pointInTimeRecoveryDescription] = .with {
        $0[PointInTimeRecoveryDescription.pointInTimeRecoveryStatus] = present == nil ? "DISABLED" : "ENABLED"
        guard let present else { return }
        $0[PointInTimeRecoveryDescription.recoveryPeriodInDays] = Int32(present.days)
        $0[PointInTimeRecoveryDescription.earliestRestorableDateTime] = recovery.earliest(
          table.id, now: Int(now.milliseconds)
        ).map { Timestamp(milliseconds: Int64($0)) }
        $0[PointInTimeRecoveryDescription.latestRestorableDateTime] = now
      }
    }
  }
}

enum PointInTimeRecoveryDescription: StructureShape {
  static let pointInTimeRecoveryStatus = Member<String>("PointInTimeRecoveryStatus")
  static let recoveryPeriodInDays = Member<Int32>("RecoveryPeriodInDays")
  static let earliestRestorableDateTime = Member<Timestamp>("EarliestRestorableDateTime")
  static let latestRestorableDateTime = Member<Timestamp>("LatestRestorableDateTime")
  static let shape = structure(
    "PointInTimeRecoveryDescription", pointInTimeRecoveryStatus, recoveryPeriodInDays, earliestRestorableDateTime,
    latestRestorableDateTime)
}
