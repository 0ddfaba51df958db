package import Protocols

/// What the admin API and the console see of the services beyond AWS's operations. Loop only.
package protocol Inspection: AnyObject, Sendable {
  /// Every e-mail, oldest first.
  var mailbox: [Mail] { get }
  /// The certificate of that name with which SNS signs, in PEM; nil where there is none.
  func signingCertificate(_ name: String) -> [UInt8]?
  /// Delivers what delivery streams hold, now; all of them, or the named one.
  func flush(_ deliveryStream: String?)
  /// Opens the named function's port for runtime clients that are started by hand; the function is made where it is
  /// missing. From any thread.
  func attach(_ function: String, account: String, region: String) async throws(AWSError) -> Int
  /// The zip file of a function's or a layer's package; nil where there is none of that id. Loop only.
  func archive(_ id: String) -> String?
  /// The record of a Kinesis stream with that sequence number, while its stream keeps it.
  func record(_ sequenceNumber: String) -> TracedRecord?
  /// The invocations that were given the record, oldest first.
  func invocations(of record: TracedRecord) -> [TracedInvocation]
  /// The objects that delivery streams put the record into.
  func objects(of record: TracedRecord) -> [TracedObject]
}

/// A record on its way.
package struct TracedRecord: Sendable {
  package var sequenceNumber: String
  package var streamARN: String
  package var shard: String
  package var partitionKey: String
  package var data: [UInt8]
  package var arrival: Timestamp

  package init(
    sequenceNumber: String, streamARN: String, shard: String, partitionKey: String, data: [UInt8], arrival: Timestamp
  ) {
    self.sequenceNumber = sequenceNumber
    self.streamARN = streamARN
    self.shard = shard
    self.partitionKey = partitionKey
    self.data = data
    self.arrival = arrival
  }
}

package struct TracedInvocation: Sendable {
  package var requestID: String
  package var functionARN: String
  /// The credentials of the process that ran it.
  package var accessKey: String?
  package var started: Timestamp?
  package var ended: Timestamp?
  package var status: String

  package init(
    requestID: String, functionARN: String, accessKey: String?, started: Timestamp?, ended: Timestamp?, status: String
  ) {
    self.requestID = requestID
    self.functionARN = functionARN
    self.accessKey = accessKey
    self.started = started
    self.ended = ended
    self.status = status
  }
}

package struct TracedObject: Sendable {
  package var bucket: String
  package var key: String
  /// Where the record's bytes stand in the object before compression; nil where they have no place of their own.
  package var range: Range<Int>?

  package init(bucket: String, key: String, range: Range<Int>?) {
    self.bucket = bucket
    self.key = key
    self.range = range
  }
}

/// One e-mail as SNS wrote it.
package struct Mail: Sendable {
  package var id: String
  package var date: Timestamp
  package var from: String
  package var to: String
  package var subject: String
  package var text: String
  package var topicARN: String
  /// `kept` (no mail server was given), `sending`, `sent`, or `failed: …`.
  package var status: String
  /// The whole message as it is sent (RFC 5322).
  package var message: [UInt8]

  package init(
    id: String, date: Timestamp, from: String, to: String, subject: String, text: String, topicARN: String,
    status: String,
    message: [UInt8]
  ) {
    self.id = id
    self.date = date
    self.from = from
    self.to = to
    self.subject = subject
    self.text = text
    self.topicARN = topicARN
    self.status = status
    self.message = message
  }
}
