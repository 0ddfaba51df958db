import Protocols
import Runtime

/// Exports tables to S3 and imports tables from it, one after the other. Either begins again from its start after a
/// restart: files are written over, items put again.
extension DynamoDBService {
  /// Items of one step of an import.
  private static let batch = 100
  /// What an imported file may have when it is unpacked.
  private static let fileLimit = 1 << 30

  func startTransferring() {
    setting.workers.spawn("dynamodb transfers") { [self] in
      do {
        while true {
          while let next = await setting.cloud.step({ [self] () throws(AWSError) -> Transfer? in try transfers.next() }
          ),
            let next
          {
            switch next.kind {
            case .export: await runExport(next)
            case .import: await runImport(next)
            }
          }
          try await transferSignal.wait()
        }
      } catch {
        // The server ends.
      }
    }
  }

  // MARK: Export

  private func runExport(_ transfer: Transfer) async {
    do throws(AWSError) {
      var description = try Values<ExportDescription>.stored(transfer.description)
      let bucket = description[ExportDescription.s3Bucket] ?? ""
      let caller = Caller.root(of: transfer.account)
      let prefix = description[ExportDescription.s3Prefix].map { $0.isEmpty ? "" : $0 + "/" } ?? ""
      let id = transfer.arn.split(separator: "/").last.map(String.init) ?? ""
      var files = ExportFiles(folder: prefix + "AWSDynamoDB/" + id)
      func put(_ file: (key: String, body: [UInt8])) async throws(AWSError) {
        try await setting.ports.objects.put(
          bucket, file.key, file.body, contentType: "application/octet-stream", as: caller, region: transfer.region)
      }
      try await put((files.folder + "/_started", []))
      let isIncremental = description[ExportDescription.exportType] == "INCREMENTAL_EXPORT"
      let showsOld =
        description[ExportDescription.incrementalExportSpecification]?[IncrementalExportSpecification.exportViewType]
        != "NEW_IMAGE"
      var start: [UInt8]?
      var number = 0
      repeat {
        let at = start
        let page = await setting.cloud.step { [self] () throws(AWSError) -> ExportPage in
          isIncremental
            ? try changePage(transfer, from: at, showsOld: showsOld) : try itemPage(transfer, from: at)
        }
        guard let page else { throw AWSError.internal("an export's page could not be read") }
        for entry in page.entries {
          switch entry {
          case .item(let item): files.add(item)
          case .change(let keys, let new, let old, let time): files.add(keys: keys, new: new, old: old, time: time)
          }
          if files.isFull {
            number += 1
            try await put(files.close(Self.fileName(id, number)))
          }
        }
        start = page.next
      } while start != nil
      if !files.isEmpty || number == 0 {
        number += 1
        try await put(files.close(Self.fileName(id, number)))
      }
      description[ExportDescription.itemCount] = files.itemCount
      description[ExportDescription.billedSizeBytes] = files.bytes
      description[ExportDescription.exportManifest] = files.folder + "/manifest-summary.json"
      description[ExportDescription.exportStatus] = "COMPLETED"
      description[ExportDescription.endTime] = await now()
      for file in files.manifests(description) { try await put(file) }
      await end(transfer, "COMPLETED", description.structure.json)
    } catch {
      await failExport(transfer, error)
    }
  }

  private func failExport(_ transfer: Transfer, _ error: AWSError) async {
    guard var description = try? Values<ExportDescription>.stored(transfer.description) else { return }
    description[ExportDescription.exportStatus] = "FAILED"
    description[ExportDescription.failureCode] = error.code == "NoSuchBucket" ? "S3NoSuchBucket" : error.code
    description[ExportDescription.failureMessage] = error.message
    description[ExportDescription.endTime] = await now()
    await end(transfer, "FAILED", description.structure.json)
  }

  /// As AWS's: letters and digits that look random, the same each time.
  private static func fileName(_ id: String, _ number: Int) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
    return String(decoding: MD5.hash(Array("\(id)-\(number)".utf8)).map { letters[Int($0 & 31)] }, as: UTF8.self)
  }

  private enum ExportEntry: Sendable {
    case item(Item)
    case change(keys: Item, new: Item?, old: Item?, time: Int)
  }

  private struct ExportPage: Sendable {
    var entries: [ExportEntry]
    var next: [UInt8]?
  }

  private func itemPage(_ transfer: Transfer, from start: [UInt8]?) throws(AWSError) -> ExportPage {
    let page = try recovery.journal.page(ofTable: transfer.tableID, after: transfer.lastEntry, from: start)
    return ExportPage(entries: page.items.map { .item($0.item) }, next: page.next)
  }

  private func changePage(
    _ transfer: Transfer, from start: [UInt8]?, showsOld: Bool
  ) throws(AWSError) -> ExportPage {
    guard let table = store.tables.values.first(where: { $0.id == transfer.tableID }) else {
      throw AWSError.internal("the table of an export is gone")
    }
    let changes = try recovery.journal.changes(
      ofTable: table.id, after: transfer.firstEntry, through: transfer.lastEntry, from: start)
    var entries: [ExportEntry] = []
    for (key, time) in changes {
      let old = try recovery.journal.image(ofTable: table.id, key, after: transfer.firstEntry)
      let new = try recovery.journal.image(ofTable: table.id, key, after: transfer.lastEntry)
      guard let any = new ?? old else { continue }
      entries.append(
        .change(keys: ItemChange.keys(of: table.key, in: any), new: new, old: showsOld ? old : nil, time: time))
    }
    let isLast = changes.count < ChangeJournal.page
    return ExportPage(entries: entries, next: isLast ? nil : changes.last.map { ItemKey.after($0.key) })
  }

  private func now() async -> Timestamp {
    await setting.cloud.step { [self] () throws(AWSError) -> Timestamp in setting.clock.now }
      ?? Timestamp(
        milliseconds: 0)
  }

  private func end(_ transfer: Transfer, _ status: String, _ description: [UInt8]) async {
    _ = await setting.cloud.step { [self] () throws(AWSError) -> Bool in
      try transfers.end(transfer, status: status, description)
      return true
    }
  }

  // MARK: Import

  private func runImport(_ transfer: Transfer) async {
    guard var description = try? Values<ImportTableDescription>.stored(transfer.description) else { return }
    var counts = ImportCounts()
    var status = "COMPLETED"
    do throws(AWSError) {
      try await importAll(transfer, description, &counts)
    } catch {
      status = "FAILED"
      description[ImportTableDescription.failureCode] = error.code == "NoSuchBucket" ? "S3NoSuchBucket" : error.code
      description[ImportTableDescription.failureMessage] = error.message
    }
    description[ImportTableDescription.importStatus] = status
    description[ImportTableDescription.errorCount] = counts.errors
    description[ImportTableDescription.processedItemCount] = counts.processed
    description[ImportTableDescription.importedItemCount] = counts.imported
    description[ImportTableDescription.processedSizeBytes] = counts.bytes
    description[ImportTableDescription.endTime] = await now()
    await end(transfer, status, description.structure.json)
  }

  private struct ImportCounts: Sendable {
    var errors = 0
    var processed = 0
    var imported = 0
    var bytes = 0
  }

  private func importAll(
    _ transfer: Transfer, _ description: Values<ImportTableDescription>, _ counts: inout ImportCounts
  ) async throws(AWSError) {
    guard let source = description[ImportTableDescription.s3BucketSource],
      let parameters = description[ImportTableDescription.tableCreationParameters]
    else { throw AWSError.internal("an import's description has no source") }
    let bucket = source[S3BucketSource.s3Bucket]
    let caller = Caller.root(of: transfer.account)
    let options = description[ImportTableDescription.inputFormatOptions]?[InputFormatOptions.csv]
    let isCSV = description[ImportTableDescription.inputFormat] == "CSV"
    let isPacked = description[ImportTableDescription.inputCompressionType] == "GZIP"
    var types: [String: AttributeType] = [:]
    for attribute in parameters[TableCreationParameters.attributeDefinitions] {
      types[attribute[AttributeDefinition.attributeName]] = AttributeType.allCases.first {
        $0.name == attribute[AttributeDefinition.attributeType]
      }
    }
    var reading = ImportReading(
      isCSV
        ? .csv(
          delimiter: options?[CSVOptions.delimiter]?.utf8.first ?? UInt8(ascii: ","),
          header: options?[CSVOptions.headerList]) : .json, types: types)
    var token: String?
    var isEmpty = true
    repeat {
      let page = try await setting.ports.objects.list(
        bucket, prefix: source[S3BucketSource.s3KeyPrefix] ?? "", token: token, as: caller, region: transfer.region)
      for entry in page.entries where !entry.key.hasSuffix("/") {
        isEmpty = false
        var file = try await setting.ports.objects.get(
          bucket, entry.key, range: nil, as: caller, region: transfer.region)
        counts.bytes += file.count
        if isPacked {
          do throws(CompressionError) { file = try Inflater.decompress(file, .gzip, limit: Self.fileLimit) } catch {
            throw AWSError("ItemValidationError", "The object \(entry.key) cannot be unpacked as GZIP")
          }
        }
        try await take(reading.read(file), transfer, &counts)
      }
      token = page.nextToken
    } while token != nil
    if isEmpty { throw AWSError("S3NoSuchKey", "There is no object under the given prefix") }
  }

  private func take(
    _ lines: [ImportReading.Line], _ transfer: Transfer, _ counts: inout ImportCounts
  ) async throws(AWSError) {
    var items: [Item] = []
    for line in lines {
      switch line {
      case .nothing: continue
      case .wrong:
        counts.processed += 1
        counts.errors += 1
      case .item(let item):
        counts.processed += 1
        items.append(item)
      }
    }
    for start in stride(from: 0, to: items.count, by: Self.batch) {
      let page = Array(items[start..<min(start + Self.batch, items.count)])
      let done = await setting.cloud.step { [self] () throws(AWSError) -> Int in try importPage(page, transfer) }
      guard let done else { throw AWSError.internal("a page of an import could not be written") }
      counts.imported += done
      counts.errors += page.count - done
    }
  }

  /// How many of the items were taken: what the table refuses is counted as an error.
  private func importPage(_ items: [Item], _ transfer: Transfer) throws(AWSError) -> Int {
    guard let table = store.tables.values.first(where: { $0.id == transfer.tableID }) else { return 0 }
    var write = TableWrite(table, store, at: setting.clock.now, by: .filling)
    var taken = 0
    for item in items {
      if ItemSize.of(item) > ItemSize.limit { continue }
      guard let key = try? ItemKey.ofItem(item, in: table), (try? write.check(item)) != nil else { continue }
      try write.put(item, key, replacing: try write.row(key))
      taken += 1
    }
    try write.finish()
    return taken
  }
}
