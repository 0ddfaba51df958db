import Protocols
import Runtime

/// Records through a function, in the contract of AWS's blueprints
/// (https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-status-model.html).
struct FunctionTransformation {
  private let service: FirehoseService
  private let stream: DeliveryStream
  private let function: FunctionProcessor

  init(_ service: FirehoseService, _ stream: DeliveryStream, _ function: FunctionProcessor) {
    self.service = service
    self.stream = stream
    self.function = function
  }

  /// Calls the function with as many records at a time as its buffer holds, and sets what became of each. What it has
  /// seen already leads the list and is left as it is.
  func apply(to records: inout [ProcessedRecord]) async {
    var start = records.firstIndex { !$0.isCalled } ?? records.count
    while start < records.count, !Task.isCancelled {
      let end = start + group(of: records[start...])
      await call(&records, start..<end)
      start = end
    }
  }

  /// How many records at the beginning go into one call: at least one.
  func group(of records: ArraySlice<ProcessedRecord>) -> Int {
    var count = 0
    var bytes = 0
    for record in records {
      bytes += record.data.count
      if count > 0, bytes > function.callBytes { break }
      count += 1
    }
    return count
  }

  /// Why a call gave nothing.
  fileprivate struct Failure: Error {
    var code: String
    var message: String
    /// Whether another attempt may help.
    var isTransient = false
  }

  private func call(_ records: inout [ProcessedRecord], _ range: Range<Int>) async {
    let event = await event(of: records[range])
    var attempts = 0
    var failure: Failure
    repeat {
      attempts += 1
      do throws(Failure) {
        try take(try await invoke(event), into: &records, range, attempts, ended: await milliseconds())
        for index in range { records[index].isCalled = true }
        return
      } catch {
        failure = error
      }
      if failure.isTransient, attempts <= function.retries {
        // The function is busy; an error of its own is tried again at once.
        try? await service.setting.workers.sleep(milliseconds: 1000)
      }
    } while attempts <= function.retries && !Task.isCancelled
    // A worker that is being stopped calls again at the next start.
    if Task.isCancelled { return }
    let ended = await milliseconds()
    await DeliveryLog(service, stream).report(failure.code, failure.message, processor: function.functionARN)
    for index in range {
      records[index].isCalled = true
      records[index].outcome = .failed(
        ProcessingFailure(
          attempts: attempts, code: failure.code, message: failure.message, ended: ended,
          functionARN: function.functionARN))
    }
  }

  private func milliseconds() async -> Int { Int(await service.now().milliseconds) }

  private func invoke(_ event: [UInt8]) async throws(Failure) -> [UInt8] {
    let answer: FunctionAnswer
    do throws(AWSError) {
      answer = try await service.setting.ports.functions.invoke(
        function.functionARN, event, as: stream.caller, region: stream.region)
    } catch {
      switch error.code {
      case "ResourceNotFoundException":
        throw Failure(
          code: "Lambda.ResourceNotFound",
          message: "The specified Lambda function does not exist. Use a different function that does exist.")
      case "TooManyRequestsException":
        throw Failure(
          code: "Lambda.InvokeLimitExceeded",
          message: "The Lambda concurrent execution limit is exceeded. Increase the concurrent execution limit.",
          isTransient: true)
      case "AccessDeniedException":
        throw Failure(
          code: "Lambda.InvokeAccessDenied",
          message:
            "Access was denied when invoking the Lambda function. Ensure that the access policy allows access to the "
            + "Lambda function.")
      default:
        throw Failure(code: "Lambda.InternalFailure", message: error.message ?? error.code, isTransient: true)
      }
    }
    if answer.functionError != nil {
      let told = try? JSONValue.parse(answer.payload)["errorMessage"]?.string
      if let told, told.contains("Task timed out") {
        throw Failure(
          code: "Lambda.FunctionTimedOut",
          message: "The Lambda function timed out. Increase the Timeout setting in the Lambda function.")
      }
      throw Failure(
        code: "Lambda.FunctionError",
        message: "The Lambda function was successfully invoked but it returned an error result.")
    }
    return answer.payload
  }

  // MARK: The event

  private func event(of records: ArraySlice<ProcessedRecord>) async -> [UInt8] {
    var writer = JSONWriter(reserving: records.reduce(1024) { $0 + $1.data.count * 4 / 3 + 400 })
    writer.beginObject()
    writer.key("invocationId")
    writer.string(await service.uuid())
    if let source = stream.source {
      writer.key("sourceKinesisStreamArn")
      writer.string(source.streamARN)
    }
    writer.key("deliveryStreamArn")
    writer.string(stream.arn)
    writer.key("region")
    writer.string(stream.region)
    writer.key("records")
    writer.beginArray()
    for record in records {
      writer.beginObject()
      writer.key("recordId")
      writer.string(id(of: record.record))
      writer.key("approximateArrivalTimestamp")
      writer.integer(record.record.arrival)
      writer.key("data")
      writer.base64(record.data)
      if let origin = record.record.origin {
        writer.key("kinesisRecordMetadata")
        writer.beginObject()
        writer.key("sequenceNumber")
        writer.string(origin.sequenceNumber)
        writer.key("subsequenceNumber")
        writer.integer(0)
        writer.key("partitionKey")
        writer.string(origin.partitionKey)
        writer.key("shardId")
        writer.string(origin.shard)
        writer.key("approximateArrivalTimestamp")
        writer.integer(record.record.arrival)
        writer.endObject()
      }
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    return writer.bytes
  }

  /// A sequence number of Kinesis' own length with the record's position in it, a blank of zeros behind.
  private func id(of record: BufferedRecord) -> String {
    if let origin = record.origin { return origin.sequenceNumber + "000000" }
    let number = String(record.number)
    let head = "49" + String(stream.id)
    return head + String(repeating: "0", count: max(1, 56 - head.utf8.count - number.utf8.count)) + number + "000000"
  }

  // MARK: The answer

  /// Everything is checked before anything is set: an answer that breaks the contract fails all of its records.
  private func take(
    _ payload: [UInt8], into records: inout [ProcessedRecord], _ range: Range<Int>, _ attempts: Int, ended: Int
  ) throws(Failure) {
    guard let answer = try? JSONValue.parse(payload), let list = answer["records"]?.array else {
      throw Failure.unreadable
    }
    var results: [String: JSONValue] = [:]
    for result in list {
      guard let id = result["recordId"]?.string else { throw Failure.unreadable }
      guard results.updateValue(result, forKey: id) == nil else {
        throw Failure(
          code: "Lambda.DuplicatedRecordId",
          message:
            "Multiple records were returned with the same record ID. Ensure that the Lambda function returns unique "
            + "record IDs for each record.")
      }
    }
    var outcomes: [(outcome: ProcessedRecord.Outcome, data: [UInt8]?)] = []
    for index in range {
      guard let result = results[id(of: records[index].record)] else {
        throw Failure(
          code: "Lambda.MissingRecordId",
          message:
            "One or more record IDs were not returned. Ensure that the Lambda function returns all received record IDs."
        )
      }
      switch result["result"]?.string {
      case "Ok":
        guard let text = result["data"]?.string, let data = Base64.decode(text, .lenient) else {
          throw Failure.unreadable
        }
        outcomes.append((.delivered, data))
      case "Dropped": outcomes.append((.dropped, nil))
      case "ProcessingFailed":
        let failure = ProcessingFailure(
          attempts: attempts, code: "Lambda.FunctionError",
          message: "The Lambda function was successfully invoked but it returned an error result.", ended: ended,
          functionARN: function.functionARN)
        outcomes.append((.failed(failure), nil))
      default: throw Failure.unreadable
      }
    }
    for (index, result) in zip(range, outcomes) {
      records[index].outcome = result.outcome
      if let data = result.data { records[index].data = data }
    }
  }
}

extension FunctionTransformation.Failure {
  fileprivate static let unreadable = FunctionTransformation.Failure(
    code: "Lambda.JsonProcessingException",
    message:
      "There was an error parsing returned records from the Lambda function. Ensure that the returned records follow the "
      + "status model required by Amazon Kinesis Data Firehose.")
}
