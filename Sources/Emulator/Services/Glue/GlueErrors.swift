import Protocols

/// The Data Catalog's errors with AWS's sentences.
extension AWSError {
  static func entityNotFound(_ message: String) -> AWSError { AWSError("EntityNotFoundException", message) }
  static func databaseNotFound(_ name: String) -> AWSError { entityNotFound("Database \(name) not found.") }
  static func tableNotFound(_ name: String) -> AWSError { entityNotFound("Table \(name) not found.") }
  static func partitionNotFound() -> AWSError { entityNotFound("Cannot find partition.") }
  static func alreadyExists(_ kind: String) -> AWSError {
    AWSError("AlreadyExistsException", "\(kind) already exists.")
  }
  static func invalidInput(_ message: String) -> AWSError { AWSError("InvalidInputException", message) }
  static func updatedMeanwhile() -> AWSError {
    AWSError("ConcurrentModificationException", "Update table failed due to concurrent modifications.")
  }
}
