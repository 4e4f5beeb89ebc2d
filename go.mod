module github.com/tongxing/tongxing

go 1.26
