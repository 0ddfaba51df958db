import Protocols
import Runtime

/// The operations on who may touch buckets and objects, and on what else is kept of an object.
extension S3Service {
  var accessOperations: [OperationEntry] {
    [
      OperationEntry(DeleteBucketOwnershipControls.self, on: self),
      OperationEntry(DeleteBucketPolicy.self, on: self),
      OperationEntry(DeletePublicAccessBlock.self, on: self),
      OperationEntry(GetBucketAcl.self, on: self),
      OperationEntry(GetBucketOwnershipControls.self, on: self),
      OperationEntry(GetBucketPolicy.self, on: self),
      OperationEntry(GetBucketPolicyStatus.self, on: self),
      OperationEntry(GetObjectAcl.self, on: self),
      OperationEntry(GetObjectAttributes.self, on: self),
      OperationEntry(GetObjectLegalHold.self, on: self),
      OperationEntry(GetObjectLockConfiguration.self, on: self),
      OperationEntry(GetObjectRetention.self, on: self),
      OperationEntry(GetPublicAccessBlock.self, on: self),
      OperationEntry(PutBucketAcl.self, on: self),
      OperationEntry(PutBucketOwnershipControls.self, on: self),
      OperationEntry(PutBucketPolicy.self, on: self),
      OperationEntry(PutObjectAcl.self, on: self),
      OperationEntry(PutObjectLegalHold.self, on: self),
      OperationEntry(PutObjectLockConfiguration.self, on: self),
      OperationEntry(PutObjectRetention.self, on: self),
      OperationEntry(PutPublicAccessBlock.self, on: self),
    ]
  }
}
