import Protocols
import Runtime

/// What S3 has beside what is built here: recognised by its request, so that the answer names it.
enum S3Unbuilt {
  static let operations: [UnbuiltOperation] = [
    UnbuiltOperation("CreateBucketMetadataConfiguration", HTTPBinding("POST", "/{Bucket}?metadataConfiguration")),
    UnbuiltOperation("CreateBucketMetadataTableConfiguration", HTTPBinding("POST", "/{Bucket}?metadataTable")),
    UnbuiltOperation("CreateSession", HTTPBinding("GET", "/{Bucket}?session")),
    UnbuiltOperation("DeleteBucketMetadataConfiguration", HTTPBinding("DELETE", "/{Bucket}?metadataConfiguration")),
    UnbuiltOperation("DeleteBucketMetadataTableConfiguration", HTTPBinding("DELETE", "/{Bucket}?metadataTable")),
    UnbuiltOperation("GetBucketAbac", HTTPBinding("GET", "/{Bucket}?abac")),
    UnbuiltOperation("GetBucketLifecycle", HTTPBinding("GET", "/{Bucket}?lifecycle")),
    UnbuiltOperation("GetBucketMetadataConfiguration", HTTPBinding("GET", "/{Bucket}?metadataConfiguration")),
    UnbuiltOperation("GetBucketMetadataTableConfiguration", HTTPBinding("GET", "/{Bucket}?metadataTable")),
    UnbuiltOperation("GetBucketNotification", HTTPBinding("GET", "/{Bucket}?notification")),
    UnbuiltOperation("GetObjectTorrent", HTTPBinding("GET", "/{Bucket}/{Key+}?torrent")),
    UnbuiltOperation("ListDirectoryBuckets"),
    UnbuiltOperation("PutBucketAbac", HTTPBinding("PUT", "/{Bucket}?abac")),
    UnbuiltOperation("PutBucketLifecycle", HTTPBinding("PUT", "/{Bucket}?lifecycle")),
    UnbuiltOperation("PutBucketNotification", HTTPBinding("PUT", "/{Bucket}?notification")),
    UnbuiltOperation("RenameObject", HTTPBinding("PUT", "/{Bucket}/{Key+}?renameObject")),
    UnbuiltOperation(
      "UpdateBucketMetadataInventoryTableConfiguration", HTTPBinding("PUT", "/{Bucket}?metadataInventoryTable")),
    UnbuiltOperation(
      "UpdateBucketMetadataJournalTableConfiguration", HTTPBinding("PUT", "/{Bucket}?metadataJournalTable")),
    UnbuiltOperation("UpdateObjectEncryption", HTTPBinding("PUT", "/{Bucket}/{Key+}?encryption")),
    UnbuiltOperation("WriteGetObjectResponse", HTTPBinding("POST", "/WriteGetObjectResponse")),
  ]
}
