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
    UnbuiltOperation("DeleteBucketOwnershipControls", HTTPBinding("DELETE", "/{Bucket}?ownershipControls")),
    UnbuiltOperation("DeleteBucketPolicy", HTTPBinding("DELETE", "/{Bucket}?policy")),
    UnbuiltOperation("DeletePublicAccessBlock", HTTPBinding("DELETE", "/{Bucket}?publicAccessBlock")),
    UnbuiltOperation("GetBucketAbac", HTTPBinding("GET", "/{Bucket}?abac")),
    UnbuiltOperation("GetBucketAcl", HTTPBinding("GET", "/{Bucket}?acl")),
    UnbuiltOperation("GetBucketLifecycle", HTTPBinding("GET", "/{Bucket}?lifecycle")),
    UnbuiltOperation("GetBucketMetadataConfiguration", HTTPBinding("GET", "/{Bucket}?metadataConfiguration")),
    UnbuiltOperation("GetBucketMetadataTableConfiguration", HTTPBinding("GET", "/{Bucket}?metadataTable")),
    UnbuiltOperation("GetBucketNotification", HTTPBinding("GET", "/{Bucket}?notification")),
    UnbuiltOperation("GetBucketOwnershipControls", HTTPBinding("GET", "/{Bucket}?ownershipControls")),
    UnbuiltOperation("GetBucketPolicy", HTTPBinding("GET", "/{Bucket}?policy")),
    UnbuiltOperation("GetBucketPolicyStatus", HTTPBinding("GET", "/{Bucket}?policyStatus")),
    UnbuiltOperation("GetObjectAcl", HTTPBinding("GET", "/{Bucket}/{Key+}?acl")),
    UnbuiltOperation("GetObjectAttributes", HTTPBinding("GET", "/{Bucket}/{Key+}?attributes")),
    UnbuiltOperation("GetObjectLegalHold", HTTPBinding("GET", "/{Bucket}/{Key+}?legal-hold")),
    UnbuiltOperation("GetObjectLockConfiguration", HTTPBinding("GET", "/{Bucket}?object-lock")),
    UnbuiltOperation("GetObjectRetention", HTTPBinding("GET", "/{Bucket}/{Key+}?retention")),
    UnbuiltOperation("GetObjectTorrent", HTTPBinding("GET", "/{Bucket}/{Key+}?torrent")),
    UnbuiltOperation("GetPublicAccessBlock", HTTPBinding("GET", "/{Bucket}?publicAccessBlock")),
    UnbuiltOperation("ListDirectoryBuckets"),
    UnbuiltOperation("PutBucketAbac", HTTPBinding("PUT", "/{Bucket}?abac")),
    UnbuiltOperation("PutBucketAcl", HTTPBinding("PUT", "/{Bucket}?acl")),
    UnbuiltOperation("PutBucketLifecycle", HTTPBinding("PUT", "/{Bucket}?lifecycle")),
    UnbuiltOperation("PutBucketNotification", HTTPBinding("PUT", "/{Bucket}?notification")),
    UnbuiltOperation("PutBucketOwnershipControls", HTTPBinding("PUT", "/{Bucket}?ownershipControls")),
    UnbuiltOperation("PutBucketPolicy", HTTPBinding("PUT", "/{Bucket}?policy")),
    UnbuiltOperation("PutObjectAcl", HTTPBinding("PUT", "/{Bucket}/{Key+}?acl")),
    UnbuiltOperation("PutObjectLegalHold", HTTPBinding("PUT", "/{Bucket}/{Key+}?legal-hold")),
    UnbuiltOperation("PutObjectLockConfiguration", HTTPBinding("PUT", "/{Bucket}?object-lock")),
    UnbuiltOperation("PutObjectRetention", HTTPBinding("PUT", "/{Bucket}/{Key+}?retention")),
    UnbuiltOperation("PutPublicAccessBlock", HTTPBinding("PUT", "/{Bucket}?publicAccessBlock")),
    UnbuiltOperation("RenameObject", HTTPBinding("PUT", "/{Bucket}/{Key+}?renameObject")),
    UnbuiltOperation("RestoreObject", HTTPBinding("POST", "/{Bucket}/{Key+}?restore")),
    UnbuiltOperation(
      "UpdateBucketMetadataInventoryTableConfiguration", HTTPBinding("PUT", "/{Bucket}?metadataInventoryTable")),
    UnbuiltOperation(
      "UpdateBucketMetadataJournalTableConfiguration", HTTPBinding("PUT", "/{Bucket}?metadataJournalTable")),
    UnbuiltOperation("UpdateObjectEncryption", HTTPBinding("PUT", "/{Bucket}/{Key+}?encryption")),
    UnbuiltOperation("WriteGetObjectResponse", HTTPBinding("POST", "/WriteGetObjectResponse")),
  ]
}
