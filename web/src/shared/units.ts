/** Units as types, so that microseconds never meet nanoseconds unnoticed. */

declare const unit: unique symbol;
export type Unit<Name extends string> = number & { readonly [unit]: Name };

export type Nanoseconds = Unit<'ns'>;
export type Microseconds = Unit<'us'>;
export type Milliseconds = Unit<'ms'>;
export type Usd = Unit<'usd'>;
/** A millionth of a dollar: how the skeleton carries cost. */
export type MicroUsd = Unit<'micro-usd'>;
export type Pixels = Unit<'px'>;
/** A row of the skeleton: the span's place in pre-order. It changes when a live trace grows. */
export type RowIndex = Unit<'row'>;
/** The span's number in its trace in order of arrival. It never changes. */
export type SpanSeq = Unit<'seq'>;

export const us = (value: number) => value as Microseconds;
export const ms = (value: number) => value as Milliseconds;
export const usd = (value: number) => value as Usd;
export const px = (value: number) => value as Pixels;
export const row = (value: number) => value as RowIndex;
export const seq = (value: number) => value as SpanSeq;

export const usToMs = (value: Microseconds) => ms(value / 1000);
export const microUsdToUsd = (value: number) => usd(value / 1_000_000);
