/** Short names for the shapes of the API. */
import type { components } from '@/api-schema';

type Schemas = components['schemas'];

export type Trace = Schemas['TraceOut'];
export type TraceDetail = Schemas['TraceDetailOut'];
export type Session = Schemas['SessionOut'];
export type Histogram = Schemas['HistogramOut'];
export type FacetValues = Schemas['ValuesOut'];
export type SavedView = Schemas['ViewOut'];
export type Project = Schemas['ProjectOut'];
export type Span = Schemas['SpanOut'];
export type SpanDetail = Schemas['SpanDetailOut'];
export type Message = Schemas['MessageOut'];
export type MessagePart = Schemas['PartOut'];
export type AgentGraph = Schemas['GraphOut'];
export type TranscriptEntry = Schemas['TranscriptEntryOut'];
export type SpanEvent = Schemas['EventOut'];
export type SpanLog = Schemas['LogOut'];
export type AgentMessage = Schemas['AgentMessageOut'];
export type TraceAgent = Schemas['TraceAgentOut'];
export type Checkpoint = Schemas['CheckpointOut'];
export type TraceMessage = Schemas['TraceMessageOut'];
export type CutText = Schemas['CutText'];
export type Summary = Schemas['SummaryOut'];
export type CostRow = Schemas['CostRowOut'];
export type ErrorPattern = Schemas['ErrorPatternOut'];
export type PerformanceRow = Schemas['PerformanceRowOut'];
export type Health = Schemas['HealthOut'];
export type Reprocess = Schemas['ReprocessOut'];
export type ServerConfig = Schemas['ConfigOut'];
export type Change = Schemas['ChangeOut'];
export type Status = Trace['status'];
export type SpanType = Span['span_type'];
export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}
